"""Threads ask about one shape, or transform, at once: in a process of its own, which would else be ended."""

import subprocess
import sys

ASKED = """
import threading
import numpy as np
import shapely
import registry.checks.context

chance = np.random.default_rng(1)
turn = np.linspace(0, 2 * np.pi, 6000, endpoint=False)
ring = np.c_[np.cos(turn), np.sin(turn)] * (1 + 0.001 * chance.standard_normal(6000))[:, None]
x, y = chance.uniform(-1.2, 1.2, (2, 800))
lines = shapely.linestrings(np.stack([np.c_[x, y], np.c_[x + 0.05, y + 0.03]], 1))

def ask(shape, found, gate):
    gate.wait()
    inside = shapely.intersects_xy(shape, x, y).sum()
    met = shapely.intersects(shape, lines).sum()
    found.append((int(inside), int(met), shape.contains(shapely.Point(0, 0)), round(float(shapely.distance(shape, lines[:9]).sum()), 6)))

answers = set()
for _ in range(8):
    shape, found, gate = shapely.Polygon(ring), [], threading.Barrier(4)
    shapely.prepare(shape)
    threads = [threading.Thread(target=ask, args=(shape, found, gate)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers |= set(found)
print(len(answers))
"""  # noqa: E501

MOVED = """
import threading
import numpy as np
from registry.geo.crs import to_metric

lon, lat = np.linspace(105.8, 107.0, 30000), np.linspace(20.9, 21.6, 30000)
to_metric(lon[:2], lat[:2], 9214)
found, gate = [], threading.Barrier(6)

def move():
    gate.wait()
    for _ in range(8):
        x, y = to_metric(lon, lat, 9214)
        found.append((x.sum(), y.sum()))

threads = [threading.Thread(target=move) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(set(found)))
"""


def test_threads_that_transform_at_once_get_one_answer_and_no_crash() -> None:
    done = subprocess.run([sys.executable, "-c", MOVED], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr[-500:]


def test_threads_that_ask_about_one_shape_get_one_answer_and_no_crash() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr[-500:]
