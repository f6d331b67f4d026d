"""The words of the register as frozen dataclasses and StrEnums; they know nothing else."""
