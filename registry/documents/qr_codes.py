"""QR codes as shapes to print."""


def qr_path(text: str) -> tuple[str, int]:
    """Return the QR code of a text as an SVG path (one unit a module) and how many units a side has.

    Quality Q: a quarter of the code may be worn off or dirty. The quiet zone of four modules is inside.
    """
    import qrcode
    from qrcode.constants import ERROR_CORRECT_Q

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4, mask_pattern=3)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    runs = []
    for y, line in enumerate(matrix):
        x = 0
        while x < len(line):
            if not line[x]:
                x += 1
                continue
            start = x
            while x < len(line) and line[x]:
                x += 1
            runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
    return "".join(runs), len(matrix)
