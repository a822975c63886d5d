"""Routes of the office: pages that tell, and forms that have one of our commands carried out."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from sdi.db.audit import Wanted, read_audit
from sdi.db.connect import Connection
from sdi.db.keys import list_keys
from sdi.model import Audience, Layer
from sdi.publish import checkup
from sdi.publish.differences import KINDS, differences
from sdi.publish.documents import KINDS_OF_DOCUMENT, documents
from sdi.publish.epochs import current_epoch
from sdi.quality.rules import rules
from sdi.serve.limits import UPLOAD_BODY
from sdi.serve.login import form, require_form
from sdi.serve.office import asking
from sdi.serve.office.change_map import MOST, draw, frame, tolerance
from sdi.serve.office.desk import OfficeDesk, desk_of, officer, page, spoken, to, who
from sdi.serve.office.upload import Form, receive
from sdi.serve.problems import Problem
from sdi.wording import wording

SHOWN = 40
"""Differences that are listed with their values."""

REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'; sandbox allow-popups"
)
"""Reports are single files with their style in them: nothing can run in one, and it is nobody's page of ours."""

AROUND = 3000
"""Features that are drawn for orientation; where there are more, they would only fill the map."""

ENTRIES = 200
"""Entries of the audit log on the page."""


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [
        Route("/office", overview),
        Route("/office/", overview),
        Route("/office/deliveries", deliveries),
        Route("/office/upload", upload, methods=["GET", "POST"]),
        Route("/office/jobs/{job}", job),
        Route("/office/runs/{run:int}", run),
        Route("/office/runs/{run:int}/report", report),
        Route("/office/runs/{run:int}/publish", publish, methods=["POST"]),
        Route("/office/runs/{run:int}/discard", discard, methods=["POST"]),
        Route("/office/layers/{layer}", layer),
        Route("/office/layers/{layer}/rollback", rollback, methods=["GET", "POST"]),
        Route("/office/documents", register, methods=["GET", "POST"]),
        Route("/office/documents/{document:int}/withdraw", withdraw, methods=["POST"]),
        Route("/office/keys", keys),
        Route("/office/audit", audit),
    ]


# --- pages --------------------------------------------------------------------------------------------------


async def overview(request: Request) -> Response:
    """What is published, what waits for somebody, and how the installation is."""
    officer(request)
    return await run_in_threadpool(_overview, request)


def _overview(request: Request) -> Response:
    desk = desk_of(request)
    edition = request.app.state.edition(request)
    with desk.reading() as connection:
        layers = asking.layers(connection)
        held = asking.runs(connection, state="held")
        latest = asking.runs(connection, limit=5)
    return page(
        request, "overview.html", layers=layers, declared=edition.project.layers, held=held, latest=latest,
        jobs=desk.jobs.latest(6), quarantined=edition.quarantined, findings=list(checkup.disk(desk.settings)),
    )  # fmt: skip


async def deliveries(request: Request) -> Response:
    """Loads, the newest first."""
    officer(request)
    return await run_in_threadpool(_deliveries, request)


def _deliveries(request: Request) -> Response:
    before = request.query_params.get("before", "")
    with desk_of(request).reading() as connection:
        found = asking.runs(connection, before=int(before) if before.isdecimal() and len(before) < 10 else None)
    return page(request, "deliveries.html", runs=found, before=before, more=len(found) == asking.RUNS)


async def run(request: Request) -> Response:
    """One load; of a held one, what it would change, and the buttons that decide."""
    officer(request)
    return await run_in_threadpool(_run, request)


def _run(request: Request) -> Response:
    desk, number = desk_of(request), int(request.path_params["run"])
    with desk.reading() as connection:
        found = asking.run_of(connection, number)
        reviews = []
        if found["state"] == "held":
            reviews = [_review(request, connection, number, candidate) for candidate in found["candidates"]]
    has_report = _report_of(desk, number).is_file()
    return page(
        request, "run.html", run=found, reviews=reviews, has_report=has_report, seen=_seen(found), shown=SHOWN,
        rules={name: known.title for name, known in rules().items()},
    )  # fmt: skip


def _review(request: Request, connection: Connection, run: int, candidate: dict[str, Any]) -> dict[str, Any]:
    """What a candidate would do to its layer: differences, and their map."""
    desk = desk_of(request)
    edition = request.app.state.edition(request)
    declared: Layer | None = edition.project.layers.get(candidate["layer"])
    if declared is None:
        return {"candidate": candidate, "layer": None, "differences": [], "map": None, "drawn": 0, "wanted": 0}
    numbers = tuple(candidate[kind] for kind in KINDS)
    language = spoken(request)
    key = (run, declared.id, numbers, current_epoch(connection), edition.version)
    found = desk.compared.get(key)
    if found is None:
        found = differences(connection, run, declared, candidate, MOST)
        desk.compared.put(key, found)
    drawing = None
    if (box := frame(found)) is not None:
        province, step = edition.project.province, tolerance(box)
        communes = edition.project.layers[province.reference.communes]
        surroundings = {
            kind: asking.around(connection, one, province.crs, box, step, AROUND)
            for kind, one in (("same", declared), ("around", communes))
        }
        title = wording("office.map_title", layer=declared.title, run=run).get(language)
        drawing = draw(box, found, surroundings, title, language)
    listed = [one for kind in ("removed", "changed", "added") for one in [o for o in found if o.kind == kind][:SHOWN]]
    return {
        "candidate": candidate, "layer": declared, "differences": listed, "map": drawing, "drawn": len(found),
        "wanted": sum(number or 0 for number in numbers),
    }  # fmt: skip


async def report(request: Request) -> Response:
    """The report of a load as the intake wrote it."""
    officer(request)
    return _sent(_report_of(desk_of(request), int(request.path_params["run"])))


def _report_of(desk: OfficeDesk, run: int) -> Path:
    return desk.settings.state_dir / "reports" / f"run-{run}.html"


def _sent(path: Path) -> Response:
    if not path.is_file():
        raise Problem(404, wording("office.no_report"))
    headers = {"Content-Security-Policy": REPORT_POLICY, "Cache-Control": "private, no-store"}
    return FileResponse(path, media_type="text/html; charset=utf-8", headers=headers)


async def layer(request: Request) -> Response:
    """Releases of a layer."""
    officer(request)
    return await run_in_threadpool(_layer, request)


def _layer(request: Request) -> Response:
    declared = _declared(request)
    with desk_of(request).reading() as connection:
        found = asking.releases(connection, declared.id)
        held = [
            one for one in asking.runs(connection, state="held")
            if any(candidate["layer"] == declared.id for candidate in one["candidates"])
        ]  # fmt: skip
    return page(request, "layer.html", layer=declared, releases=found, last=_last(found), held=held)


async def keys(request: Request) -> Response:
    """Who may come in; keys are made and revoked where the installation is looked after."""
    officer(request)
    return await run_in_threadpool(_keys, request)


def _keys(request: Request) -> Response:
    with desk_of(request).reading() as connection:
        found = list_keys(connection)
    return page(request, "keys.html", keys=found)


async def audit(request: Request) -> Response:
    """The newest entries of the log."""
    officer(request)
    return await run_in_threadpool(_audit, request)


def _audit(request: Request) -> Response:
    asked = {name: request.query_params.get(name, "").replace("\0", "")[:100] for name in ("who", "action")}
    with desk_of(request).reading() as connection:
        wanted = Wanted(who=asked["who"] or None, action=asked["action"] or None, limit=ENTRIES)
        found = read_audit(connection, wanted)
    return page(request, "audit.html", entries=found[::-1], asked=asked)


async def job(request: Request) -> Response:
    """An order and how it goes; the page comes again by itself until it is over."""
    officer(request)
    return await run_in_threadpool(_shown, request)


def _shown(request: Request) -> Response:
    found = _job(request)
    told = found.report() if found.state == "ended" else None
    outcome = {None: "running", 0: "done", 1: "refused", 2: "wrong"}.get(found.code, "failed")
    if found.state == "broken":
        outcome = "broken"
    return page(request, "job.html", job=found, outcome=outcome, report=told)


# --- what changes something ---------------------------------------------------------------------------------


async def upload(request: Request) -> Response:
    """Hand in a delivery: it is read and checked, and held until somebody publishes it."""
    officer(request)
    if request.method == "GET":
        return await run_in_threadpool(_upload_page, request)
    return await _with_files(request, _load)


def _upload_page(request: Request, *, fault: str = "", given: dict[str, str] | None = None) -> Response:
    project = request.app.state.edition(request).project
    return page(
        request, "upload.html", status=400 if fault else 200, fault=fault, given=defaultdict(str, given or {}),
        layers=list(project.layers.values()), profiles=list(project.profiles.values()),
        most_megabytes=UPLOAD_BODY // 1024**2,
    )  # fmt: skip


def _load(request: Request, folder: Path, given: Form) -> Response | str:
    if not given.files:
        return _upload_page(request, fault=wording("office.no_files"), given=given.text)
    said = given.text
    command = ["load", f"--report={folder / 'report.json'}"]
    command += ["--dry-run"] if said.get("way") == "dry-run" else ["--hold"]
    for name in ("profile", "crs"):
        command += [f"--{name}={said[name]}"] if said.get(name) else []
    command += [f"--commune={code}" for code in said.get("commune", "").replace(",", " ").split()]
    command += ["--", said.get("layer") or "-", *map(str, given.files)]
    about = ", ".join(path.name for path in given.files)
    action = "check" if said.get("way") == "dry-run" else "load"
    return desk_of(request).jobs.start(folder, action, about, who(request), command)


async def publish(request: Request) -> Response:
    """Let a held load go public, as the officer has seen it."""
    return await run_in_threadpool(_decide, request, "publish", await _said(request))


async def discard(request: Request) -> Response:
    """Give a held load up."""
    return await run_in_threadpool(_decide, request, "discard", await _said(request))


def _decide(request: Request, what: str, said: dict[str, str]) -> Response:
    number = _require_held(request, said)
    command = [what, f"--note={said.get('note', '')[:500]}", "--", str(number)]
    return _ordered(request, what, str(number), command)


async def rollback(request: Request) -> Response:
    """Take the last release of a layer back; first a page says what that will do."""
    if request.method == "GET":
        officer(request)
        return await run_in_threadpool(_confirm, request)
    said = await _said(request)
    declared = _declared(request)
    release = said.get("release", "")
    if not (release.isdecimal() and len(release) < 10):
        raise Problem(400, wording("office.no_release"))
    command = ["rollback", f"--release={release}", f"--note={said.get('note', '')[:500]}", "--", declared.id]
    return await run_in_threadpool(_ordered, request, "rollback", declared.id, command)


def _confirm(request: Request) -> Response:
    declared = _declared(request)
    with desk_of(request).reading() as connection:
        found = asking.releases(connection, declared.id)
        last = _last(found)
        current = current_epoch(connection)
        rows = asking.together(connection, last["epoch"]) if last else []
    if last is None:
        raise Problem(404, wording("office.nothing_to_take_back", layer=declared.title))
    computed = request.app.state.edition(request).project.overlays
    concerned = [
        row for row in rows
        if row["layer"] not in computed and (last["epoch"] == current or row["layer"] == declared.id)
    ]  # fmt: skip
    return page(request, "rollback.html", layer=declared, last=last, concerned=concerned)


async def register(request: Request) -> Response:
    """Documents of plans and decisions: those that there are, and a form for another one."""
    officer(request)
    if request.method == "GET":
        return await run_in_threadpool(_register_page, request)
    return await _with_files(request, _add)


def _register_page(request: Request, *, fault: str = "", given: dict[str, str] | None = None) -> Response:
    with desk_of(request).reading() as connection:
        found = documents(connection)
    return page(
        request, "documents.html", status=400 if fault else 200, documents=found[::-1], fault=fault,
        given=defaultdict(str, given or {}), kinds=KINDS_OF_DOCUMENT,
        audiences=[audience.value for audience in Audience],
    )  # fmt: skip


def _add(request: Request, folder: Path, given: Form) -> Response | str:
    if len(given.files) != 1:
        return _register_page(request, fault=wording("office.one_file"), given=given.text)
    said = given.text
    command = ["documents", "add"]
    for name in ("plan", "decision", "title", "kind", "audience"):
        command += [f"--{name}={said[name]}"] if said.get(name) else []
    command += ["--", str(given.files[0])]
    return desk_of(request).jobs.start(folder, "document", given.files[0].name, who(request), command)


async def withdraw(request: Request) -> Response:
    """Take a document out of sight."""
    said = await _said(request)
    number = str(request.path_params["document"])
    command = ["documents", "remove", f"--reason={said.get('note', '')[:500]}", "--", number]
    return await run_in_threadpool(_ordered, request, "withdraw", number, command)


# --- steps of these -----------------------------------------------------------------------------------------


async def _said(request: Request) -> dict[str, str]:
    """The fields of a form of ours, sent by an officer.

    Raises:
        Problem: 401, 403.
    """
    officer(request)
    await require_form(request)
    return {name: " ".join(value.split()) for name, value in (await form(request)).items()}


async def _with_files(request: Request, act: Callable[[Request, Path, Form], Response | str]) -> Response:
    """Take files in, and act on them; what leads to no order leaves nothing behind."""
    folder = await run_in_threadpool(desk_of(request).jobs.open)
    ordered = False
    try:
        given = await receive(request, folder / "files")
        answer = await run_in_threadpool(act, request, folder, given)
        ordered = isinstance(answer, str)
    finally:
        if not ordered:
            await run_in_threadpool(shutil.rmtree, folder, True)
    return to(request, f"/jobs/{answer}") if isinstance(answer, str) else answer


def _ordered(request: Request, action: str, about: str, command: Sequence[str]) -> Response:
    jobs = desk_of(request).jobs
    return to(request, f"/jobs/{jobs.start(jobs.open(), action, about, who(request), command)}")


def _job(request: Request) -> Any:
    found = desk_of(request).jobs.job(request.path_params["job"])
    if found is None:
        raise Problem(404, wording("office.no_job"))
    return found


def _declared(request: Request) -> Layer:
    project = request.app.state.edition(request).project
    found: Layer | None = project.layers.get(request.path_params["layer"])
    if found is None:
        raise Problem(404, wording("office.no_layer"))
    return found


def _last(releases: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The release that ``sdi rollback`` would take back."""
    return next((one for one in releases if not one["gone"] and not one["reverting"]), None)


def _seen(run: dict[str, Any]) -> str:
    """The numbers that an officer has before him."""
    return ";".join(f"{one['layer']}:{one['added']}:{one['changed']}:{one['removed']}" for one in run["candidates"])


def _require_held(request: Request, said: dict[str, str]) -> int:
    """The load is still as the officer has seen it.

    Raises:
        Problem: 409, somebody else has dealt with it, or its numbers are others by now.
    """
    number = int(request.path_params["run"])
    with desk_of(request).reading() as connection:
        found = asking.run_of(connection, number)
    if found["state"] != "held":
        state = wording(f"office.state_{found['state']}")
        raise Problem(409, wording("office.dealt_with", number=number, state=state))
    if said.get("seen") != _seen(found):
        raise Problem(409, wording("office.changed_meanwhile", number=number))
    return number
