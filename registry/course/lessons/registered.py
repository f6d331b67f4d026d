"""Every exercise's parts by its name in ``data/course``; a test holds the two alike."""

from registry.course.lesson import Lesson
from registry.course.lessons import (
    answer_letter,
    ask_body,
    carrier_files,
    decide,
    find_mast,
    inspect_mast,
    storm_shift,
    take_list,
)

LESSONS: dict[str, Lesson] = {
    "tim-cot": find_mast.LESSON,
    "nhan-danh-sach": take_list.LESSON,
    "quyet-dinh": decide.LESSON,
    "van-ban": answer_letter.LESSON,
    "lay-y-kien": ask_body.LESSON,
    "kiem-tra": inspect_mast.LESSON,
    "truc-bao": storm_shift.LESSON,
    "doanh-nghiep": carrier_files.LESSON,
}
