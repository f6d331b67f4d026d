"""The pages of the course: the exercises, one exercise with its steps and its check, who finished what.

May import the frame, the services and ``registry.course``; the frame lays the strip
above every page.

* ``course``: Bài tập: the course with progress, minutes and the next step.
* ``exercise``: One exercise: its steps, its material, its check; begin, answer, lead, clear.
* ``frame``: What the pages of the course share: the blueprint, the person, words of steps and how they stand.
* ``pages``: The pages of the course, their place in the bar, the strip, the links beside guides.
* ``record``: Who finished which exercise when: listed, as a workbook, a certificate for one person.
* ``strip``: The strip above every page of whoever is at an exercise: which step comes next.
"""
