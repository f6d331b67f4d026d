"""Which column of a sheet is which field: by its header, by a person's word, by its words and cells."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from registry.columns import ListKind, columns_for
from registry.columns import column as dictionary_column
from registry.intake.cells import blank
from registry.intake.choices import choice_table
from registry.intake.column_proposals import ColumnProposal, label_of, proposals, unnamed
from registry.intake.headers import Header
from registry.intake.kind_columns import KIND, kind_column
from registry.intake.meanings import Meaning, Meanings, column_keys, is_ours, stated_columns
from registry.intake.raw import Cell, cell_text
from registry.intake.sheet_facts import Say
from registry.intake.value_signs import are_figures
from registry.messages import Language, Words, render

_CODE = "site_code"
_LIKE_A_CODE = re.compile(r"(?=.*\d)(?:[!-~]+(?: [!-~]*\d[!-~]*)?|[!-_Đ]+(?: [!-_Đ]*\d[!-_Đ]*)?)")
"""A figure in it, no letter with a sign but a capital Đ, at most one blank: "BGG 00124", not "ĐaMai1"."""
_SAYS_NAME = re.compile(r"\b(?:tên|ten|name)\b", re.IGNORECASE)
_BY_CONTENT = ("mast_class", "form", "support", "land_type")
_LANGUAGES: tuple[Language, ...] = ("vi", "en")


class ColumnNames:
    """The fields of a sheet's columns, by index: ``names`` as they are read ("": not understood).

    ``own`` is what headers and cells tell without a person's word, ``stated`` what a person says,
    ``proposed`` what columns that were not understood may be. Everything that is decided is said.
    """

    def __init__(self, header: Header, letters: Sequence[str], kind: ListKind, say: Say) -> None:
        self._header, self._letters, self._kind, self._say_issue = header, letters, kind, say
        self.names = [
            "" if is_ours(text) else name for text, name in zip(header.texts, header.names, strict=True)
        ]
        self.own = list(self.names)
        self.stated: dict[int, Meaning] = {}
        self.proposed: dict[int, ColumnProposal] = {}

    def state(self, meanings: Meanings, ordinal: int) -> None:
        """Name the columns of which a person says what they are; what cannot hold leaves them unread."""
        names, texts = self.names, self._header.texts
        keys = column_keys(ordinal, zip(self._letters, texts, strict=True))
        self.stated, refused = stated_columns(keys, names, meanings)
        for i, said in self.stated.items():
            params: dict[str, Any] = {
                "label": label_words(said.field), "own": label_words(names[i]), "source": said.source
            }  # fmt: skip
            if i in refused:
                other = refused[i]
                code = "COLUMN-STATED-TAKEN"
                params |= {"letter": self._letters[other], "header": texts[other] or "–"}
            elif not said.field:
                code = "COLUMN-NOT-USED-BEFORE" if said.source else "COLUMN-NOT-USED"
            elif names[i] in ("", said.field):
                code = "COLUMN-STATED-BEFORE" if said.source else "COLUMN-STATED"
            else:
                code = "COLUMN-INSTEAD-BEFORE" if said.source else "COLUMN-INSTEAD"
            names[i] = "" if i in refused else said.field
            self._say(code, i, value=texts[i], params=params)

    def read(self, cells: Sequence[list[Cell]], factor: Callable[[int], float]) -> None:
        """Name what the cells tell; ``factor`` turns the unit of length of a header into metres."""
        self._by_content(cells)
        self._leave_out_twice(cells)
        self._find_kind(cells)
        self._by_words(cells, factor)

    def not_understood(self, cells: Sequence[list[Cell]]) -> list[tuple[int, str]]:
        """Return the cells (row and field) that may say what is asked for, or by whom, and are not read.

        They are no empty ones: nothing is assumed for them.
        """
        return [
            (n, proposed.name)
            for i, proposed in self.proposed.items()
            if proposed.name == KIND or (proposed.name == "operator" and proposed.sure)
            for n, row in enumerate(cells)
            if not blank(row[i])
        ]

    def _say(self, code: str, i: int, **fields: Any) -> None:
        self._say_issue(code, index=self._header.last, column=i, **fields)

    def _by_content(self, cells: Sequence[list[Cell]]) -> None:
        """ "Loại cột" holds classes in one list and forms (dây co, tự đứng) in another: the cells decide."""
        present = {item.name for item in columns_for(self._kind)}
        group = [name for name in _BY_CONTENT if name in present]
        for i, name in enumerate(self.names):
            if name not in group or i in self.stated:
                continue
            texts = {cell_text(row[i]) for row in cells} - {""}
            counts = {
                one: sum(1 for text in texts if choice_table(dictionary_column(one).choices).code(text))
                for one in group
            }
            other = max(group, key=counts.__getitem__)
            if counts[other] > counts[name] and other not in self.names:
                self._name(i, other)
                self._say("COLUMN-READ-AS", i, params={"label": label_words(other)})
        self._address_of_supports(cells)

    def _address_of_supports(self, cells: Sequence[list[Cell]]) -> None:
        """ "Vị trí lắp đặt" is an address in one list and what the mast stands on in another."""
        if "support" in self.names or "support" not in {item.name for item in columns_for(self._kind)}:
            return
        supports = choice_table(dictionary_column("support").choices)
        for i, name in enumerate(self.names):
            if name != "address" or i in self.stated:
                continue
            texts = {cell_text(row[i]) for row in cells} - {""}
            if texts and 2 * sum(1 for text in texts if supports.code(text)) >= len(texts):
                self._name(i, "support")
                self._say("COLUMN-READ-AS", i, params={"label": label_words("support")})
                return

    def _leave_out_twice(self, cells: Sequence[list[Cell]]) -> None:
        """Leave out what a header says again of another column; of codes the column that holds them stays.

        "Tên trạm" is the code in one list and, beside "Mã trạm", what people call the place in another.
        """
        texts, kept = self._header.texts, dict[str, int]()
        for i, name in enumerate(self.names):
            if not name:
                continue
            first = kept.setdefault(name, i)
            if first != i and name == _CODE and self._rather(i, first, cells):
                kept[name] = i
        for i, name in enumerate(self.names):
            if name and kept[name] != i:
                params = {"first": texts[kept[name]], "letter": self._letters[kept[name]]}
                self._say("HEADER-TWICE", i, value=texts[i], params=params)
                self.names[i] = ""

    def _rather(self, i: int, first: int, cells: Sequence[list[Cell]]) -> bool:
        """Whether a later column holds the codes, and the first does not or is called a name."""
        names = [bool(_SAYS_NAME.search(self._header.texts[at])) for at in (first, i)]
        return self._codes(i, cells) and (not self._codes(first, cells) or names == [True, False])

    def _codes(self, i: int, cells: Sequence[list[Cell]]) -> bool:
        """Whether most cells of a column that say anything look like codes."""
        said = [text for row in cells if (text := cell_text(row[i]).strip())]
        return 2 * sum(1 for text in said if _LIKE_A_CODE.fullmatch(text)) > len(said)

    def _find_kind(self, cells: Sequence[list[Cell]]) -> None:
        """A kind that is said under a header of the sender's own is no empty one."""
        i = kind_column(self.names, cells, self._free()) if self._kind is ListKind.PROPOSALS else None
        if i is not None:
            self._name(i, KIND)
            self._say("COLUMN-READ-AS", i, params={"label": label_words(KIND)})

    def _by_words(self, cells: Sequence[list[Cell]], factor: Callable[[int], float]) -> None:
        """Read the columns whose words and cells leave no doubt, and say of the others what they may be."""
        texts, worded = self._header.texts, self._header.worded or ("",) * len(self.names)
        columns = {
            i: unnamed(self._letters[i], texts[i], worded[i], [row[i] for row in cells])
            for i in self._free()
            if texts[i] or any(row[i] != "" for row in cells)
        }
        taken = frozenset(part for name in self.names if name for part in (name, name.partition(":")[0]))
        read, self.proposed = proposals(columns, taken, self._kind, factor)
        for i, (name, sign) in read.items():
            self._name(i, name)
            params = {"label": label_words(name), "fit": sign.fit, "of": sign.of}
            code = "COLUMN-READ-BY-WORDS" if sign.of else "COLUMN-READ-EMPTY"
            self._say(code, i, value=texts[i], params=params)
        for i, item in columns.items():
            if not self.names[i]:
                self._say_unknown(i, figures=are_figures(item.cells))

    def _say_unknown(self, i: int, *, figures: bool) -> None:
        text, proposed = self._header.texts[i], self.proposed.get(i)
        if proposed is None:
            params = {"figures": True} if figures else {}
            code = "HEADER-UNKNOWN" if text else "HEADER-EMPTY"
            self._say(code, i, params=params, **({"value": text} if text else {}))
            return
        why = Words(*(render(proposed.code, dict(proposed.params), lang) for lang in _LANGUAGES))
        self._say(
            "HEADER-PROPOSED-SURE" if proposed.sure else "HEADER-PROPOSED",
            i,
            value=text,
            proposed=label_of(proposed.name.partition(":")[0], self._kind),
            params={"why": why, **proposed.params} | ({"figures": True} if figures else {}),
        )

    def _free(self) -> list[int]:
        """Return the columns of which nothing is known, by index."""
        return [
            i
            for i, text in enumerate(self._header.texts)
            if not self.own[i] and i not in self.stated and not is_ours(text)
        ]

    def _name(self, i: int, name: str) -> None:
        self.names[i] = self.own[i] = name


def label_words(name: str) -> Words:
    """Return what a field, or a part of one, is called in both languages; nothing for none."""
    if not name:
        return Words("", "")
    known = dictionary_column(name.partition(":")[0])
    return Words(known.label_vi, known.label_en)
