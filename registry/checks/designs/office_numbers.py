"""The numbers that the office states for designs (số của cơ quan), because no text that was read has them.

A number is one of the rule's that has no value in ``data/limits``; the office states it as its other numbers
(``registry.services.office.time_limits``), and until then what would be measured by it is unknown.
"""

from registry.messages import Words

OFFICE_NUMBERS: dict[str, Words] = {
    "DSG-01.radius_m": Words("bán kính phục vụ của trạm", "the radius that a station serves"),
    "DSG-04.join_m": Words(
        "khoảng cách đấu nối với hạ tầng ngoài khu", "how near a duct's end is to plant that it joins"
    ),
    "DSG-05.beside_m": Words(
        "khoảng cách cống bể đến tim đường", "how far from a street's middle a duct runs along it"
    ),
    "DSG-06.plot_m": Words("khoảng cách cống bể đến lô đất", "how far a plot is from the nearest duct"),
    "DSG-07.spare_ways": Words("số ống dự phòng trong mỗi tuyến cống", "how many spare ways each duct has"),
    "DSG-08.carriers": Words(
        "số doanh nghiệp dùng chung mỗi tuyến cống", "how many carriers share each duct"
    ),
    "DSG-10.depth_mm": Words(
        "độ sâu áp dụng (QCVN 33:2019/BTTTT chưa được đối chiếu nguyên văn)",
        "the depth that it goes by (QCVN 33:2019/BTTTT was not read in the original)",
    ),
    "DSG-16.radius_m": Words("khoảng cách trạm đến nhà cao tầng", "how far a station is from high-rises"),
}
"""What each number is, in the order of the questions; units stand in ``data/limits``."""
