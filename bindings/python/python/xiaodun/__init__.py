"""Xiaodun: methods against infectious disease in schools, on NumPy arrays.

==================== =======================================================================================
module               what it answers
==================== =======================================================================================
``xiaodun.signal``   Is this count unusual? EARS, Farrington flexible, a detector for schools, many series at once
``xiaodun.scan``     Where is it unusual? Scans over trees and maps, Knox's test, false discovery control
``xiaodun.rt``       How fast does it spread? R by Cori, Wallinga and Teunis, growth, final size
``xiaodun.chain``    Who infected whom? Likely infectors, the likeliest tree, attack rates
``xiaodun.pool``     How to test many people with few tubes, and what pool results say
==================== =======================================================================================

The numbers are those of the command line program ``xiaodun`` and of the R packages ``surveillance`` and ``EpiEstim``
where these have the method. Wrong arguments raise ``ValueError`` with the name of the argument. Long computations run
on all cores without the interpreter's lock.
"""

from . import chain, pool, rt, scan, signal, sim

__all__ = ["chain", "pool", "rt", "scan", "signal", "sim"]
__version__ = "0.1.0"
