"""What `./dev bench sim peer` runs beside the simulator: epiworld through its Python package, and Covasim where it is installed,
on schools of the same kind.

Prints a line per model: name, processor seconds per replicate (best of five rounds), share infected. Arguments: people, days,
replicates.
"""

import importlib.util
import random
import sys
import time

from epiworldpy.epimodels import ModelSEIRCONN, ModelSEIRNetworkQuarantine

PEOPLE, DAYS, REPLICATES = (int(word) for word in sys.argv[1:])
LATENT, INFECTIOUS, CONTACTS, CLASS = 1.5, 3.0, 8.0, 40
SUSCEPTIBLE = 0


def measure(name, model):
    model.verbose_off()
    best, infected = float("inf"), 0.0
    for _ in range(5):
        infected, spent = 0.0, 0.0
        for replicate in range(REPLICATES):
            started = time.process_time()
            model.run(DAYS, 1 + replicate)
            spent += time.process_time() - started
            infected += sum(state != SUSCEPTIBLE for state in model.get_agents_states()) / PEOPLE
        best = min(best, spent / REPLICATES)
    print(name, best, infected / REPLICATES)


def seir(reproduction):
    """Everybody meets anybody; no measure."""
    return ModelSEIRCONN(
        "influenza", PEOPLE, 5 / PEOPLE, CONTACTS, reproduction / INFECTIOUS / CONTACTS, LATENT, 1 / INFECTIOUS
    )


def classes(reproduction):
    """Classes of 40 and four friends elsewhere; the ill isolate, contacts are traced and quarantined."""
    draw = random.Random(1)
    edges = [(a, b) for a in range(PEOPLE) for b in range(a + 1, min(PEOPLE, (a // CLASS + 1) * CLASS))]
    edges += [(a, draw.randrange(PEOPLE)) for a in range(PEOPLE) for _ in range(2)]
    edges = [(a, b) for a, b in edges if a != b]
    neighbours = 2 * len(edges) / PEOPLE
    model = ModelSEIRNetworkQuarantine(
        "influenza", 5 / PEOPLE, reproduction / INFECTIOUS / neighbours, LATENT, 1 / INFECTIOUS, hospitalization_rate=0.0,
        hospitalization_period=7.0, days_undetected=1.0, quarantine_period=5, quarantine_willingness=0.5,
        isolation_willingness=0.5, isolation_period=5, contact_tracing_success_rate=0.5, contact_tracing_days_prior=3,
    )  # fmt: skip
    sources, targets = zip(*edges)
    model.agents_from_edgelist(list(sources), list(targets), PEOPLE, False)
    return model


def covasim(replicates=3):
    """A town of its own making of as many people, with tests of the ill, tracing and quarantine."""
    import covasim as cv

    cv.options(verbose=0)
    spent, infected = 0.0, 0.0
    # The first run compiles.
    for seed in range(replicates + 1):
        measures = [
            cv.test_prob(symp_prob=0.3, asymp_prob=0.0, symp_quar_prob=0.5, test_delay=1),
            cv.contact_tracing(trace_probs=0.5, trace_time=1),
        ]
        simulation = cv.Sim(
            pop_size=PEOPLE, pop_type="hybrid", pop_infected=5, n_days=DAYS, rand_seed=seed, beta=0.03, verbose=0,
            interventions=measures,
        )  # fmt: skip
        simulation.initialize()
        started = time.process_time()
        simulation.run()
        if seed > 0:
            spent += time.process_time() - started
            infected += simulation.results["cum_infections"].values[-1] / PEOPLE
    print("covasim", spent / replicates, infected / replicates)


measure("seir", seir(2.5))
measure("classes", classes(6.0))
if importlib.util.find_spec("covasim"):
    covasim()
