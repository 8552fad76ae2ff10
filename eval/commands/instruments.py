"""claims, robustness and selftest: how far judges, systems and the laboratory can be trusted."""

from __future__ import annotations

import argparse

from eval.commands import options
from eval.commands.experiments import write
from eval.commands.options import progress, say
from eval.experiment import claims, libraries
from eval.experiment.gate import Ruling
from eval.judges import sentinels
from eval.judges.offline import OfflineChecker
from eval.report import instruments
from eval.robustness import suites
from eval.robustness.findings import markdown
from eval.selftest import arithmetic, bad_judges, mutations
from eval.selftest.audit import audit
from eval.systems.catalog import NAMES


def add_claims(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `claims`."""
    parser = commands.add_parser(
        "claims",
        help="hold a judge against claims that people have labelled",
        description="Hold a judge against claims that people have labelled: agreement, and what "
        "word overlap, length and the claim alone would reach.",
        epilog="example: python -m eval claims --set gold --set scifact --judge offline",
    )
    options.add_sets(parser)
    options.add_judge(parser)
    options.add_data(parser)
    parser.set_defaults(do=do_claims)


def do_claims(arguments: argparse.Namespace) -> int:
    """Print the agreement of a judge with people on each set, and write it as a scored run."""
    judges = options.judges(arguments)
    status = 2
    for data in options.sets(arguments):
        if not data.claims:
            say(f"skipped: {data.name} has no claims")
            continue
        judge = judges.sentences
        pairs = claims.judged(data.claims, judge, progress(f"{data.name}, claims"))
        audited = audit(data.claims)
        print(instruments.agreement_table(data.name, judge.name, pairs, judges.invalid))
        print(instruments.audit_table(data.name, audited))
        refusal = audited.refusal if audited else "its claims are all of one kind"
        result = claims.scored(data, judge, pairs, judges.invalid, refusal)
        page = write(result, arguments.work / "claims" / f"{data.name}-{judge.name}")
        print(f"report: {page}\n")
        status = int(Ruling.INVALID) if judges.invalid else 0 if status == 2 else status
    return status


def add_robustness(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `robustness`."""
    parser = commands.add_parser(
        "robustness",
        help="ask the same questions under harder conditions",
        description=f"Ask the same questions under harder conditions: {', '.join(suites.SUITES)}.",
        epilog="example: python -m eval robustness --set demo --suite typo --suite paraphrase",
    )
    options.add_sets(parser)
    parser.add_argument("--suite", dest="suites", action="append", choices=suites.SUITES)
    parser.add_argument("--system", choices=NAMES, default="ours")
    options.add_writer(parser)
    options.add_data(parser)
    parser.set_defaults(do=do_robustness)


def do_robustness(arguments: argparse.Namespace) -> int:
    """Run the suites on each set and print what they cost; 2 when none could be measured."""
    status = 2
    with options.chosen_settings(arguments.writer, arguments.overrides) as chosen:
        for data in options.sets(arguments):
            if not data.cases:
                say(f"skipped: {data.name} has no questions")
                continue
            shelf = libraries.shelve(data, arguments.work, chosen, progress(data.name))
            findings = [
                suites.measure(
                    name,
                    data,
                    shelf,
                    arguments.work,
                    arguments.system,
                    progress(name),
                    arguments.data,
                )
                for name in arguments.suites or suites.SUITES
            ]
            print(f"## {data.name}, {arguments.system}, {arguments.writer}\n")
            print(markdown(findings))
            status = 0 if any(one.skipped is None for one in findings) else status
    return status


def add_selftest(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `selftest`."""
    parser = commands.add_parser(
        "selftest",
        help="test the instrument itself; exits 1 when it is wrong",
        description="Test the instrument itself: its arithmetic against figures worked by hand, "
        "its judge on mutations of good sentences, its notice of bad judges, and the data sets for "
        "labels that can be guessed.",
        epilog="example: python -m eval selftest --set demo --set gold",
    )
    options.add_sets(parser)
    options.add_data(parser)
    parser.set_defaults(do=do_selftest)


def do_selftest(arguments: argparse.Namespace) -> int:
    """Test arithmetic, judges and data; exit 1 when the instrument does not hold."""
    papers = options.demo_papers()
    checks = arithmetic.checks()
    print(instruments.arithmetic_table(checks))
    caught = {judge.name: sentinels.check(judge, papers) for judge in bad_judges.all_of_them()}
    checker = OfflineChecker()
    print(instruments.judges_table(caught, checker.name, sentinels.check(checker, papers)))
    measured = mutations.measure(checker, mutations.mutants(papers))
    print(instruments.mutations_table(checker.name, measured))
    for data in options.sets(arguments):
        if data.claims:
            print(instruments.audit_table(data.name, audit(data.claims)))
    sound = (
        all(check.holds for check in checks)
        and all(caught.values())
        and sentinels.check(checker, papers) is None
    )
    print("selftest: the instrument holds" if sound else "selftest: THE INSTRUMENT IS WRONG")
    return 0 if sound else 1
