"""The words of a storm: its track and winds, other hazards, and what the office keeps of it.

* ``after_action``: The after-action report of a storm (báo cáo sau bão): drafted, completed by an
  officer, kept.
* ``factor_weights``: Weights of the factors by which a storm's masts are listed, and what the office
  decided instead.
* ``hazard_letters``: A letter to a carrier before rain, flood, landslide or thunderstorms: drafted, and as
  it was sent.
* ``hazards``: Rain, flood, landslide and flash flood: what warnings say, the ground that floods or
  slides, roads cut.
* ``now_links``: Links by which somebody without an account reads the province now (đường dẫn xem tình
  hình).
* ``observed_winds``: Winds that were observed in a storm (gió quan trắc), and corrections of the wind
  field that rest on them.
* ``storm_records``: What the office keeps of a storm: its bulletins, the letters drafted from them, and
  what was answered.
* ``storms``: Storms (bão): a track as its source states it, the wind a mast meets from it, and who is to
  act first.
"""
