"""OGC API – Processes, Part 1, under ``/api/processes`` and ``/api/jobs``.

Not pygeoapi's machinery: its managers show everybody's jobs to everybody, keep them without bound and forget
those of a worker that died. Documents follow OGC 18-062r2; errors are problem documents as everywhere here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.errors import MissingComponent, SdiError
from sdi.model import Audience
from sdi.overlay.request import KeepOn, UnknownFeature
from sdi.serve import limits
from sdi.serve import overlay_process as overlay
from sdi.serve import slip_process as slip
from sdi.serve.access import VARY, is_public
from sdi.serve.editions import Edition
from sdi.serve.jobs import Busy, Job, Jobs
from sdi.serve.negotiation import begin, language, respond
from sdi.serve.problems import Problem, told
from sdi.serve.slip_desk import SlipDesk
from sdi.serve.source import Source
from sdi.slip.build import NoParcel
from sdi.slip.declaration import tells_slips
from sdi.wording import Wording, wording

CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/{name}"
    for name in ("core", "ogc-process-description", "json", "oas30", "job-list", "dismiss")
)

_EXCEPTIONS = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"
_RELATIONS = "http://www.opengis.net/def/rel/ogc/1.0/"


@dataclass(frozen=True)
class Desk:
    """What executions need beside the edition: connections, jobs, and a place for files."""

    sources: dict[Audience, Source]
    jobs: dict[Audience, Jobs]
    work: Path

    @classmethod
    def of(cls, sources: dict[Audience, Source], state_dir: Path) -> Desk:
        """With the jobs of each audience in a folder of its own."""
        jobs = {audience: Jobs(state_dir / "jobs" / audience.value, explain) for audience in sources}
        return cls(sources, jobs, state_dir / "work")

    def close(self) -> None:
        """Start no more jobs."""
        for jobs in self.jobs.values():
            jobs.close()


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    one = "/api/processes/{process}"
    return [
        Route(f"{one}/execution", execution, methods=["POST"]),  # first in line: it is asked most
        Route("/api/processes", processes),
        Route(one, process),
        Route("/api/jobs", job_list),
        Route("/api/jobs/{job}", job, methods=["GET", "DELETE"]),
        Route("/api/jobs/{job}/results", results),
    ]


async def processes(request: Request) -> Response:
    """The list of processes."""
    edition, form = begin(request, parameters=("limit",))
    entries = [
        process.summary(language(request, form))
        | {"links": [_link(edition, f"processes/{name}", "self", "application/json")]}
        for name, process in _offered(edition).items()
    ]
    document = {"processes": entries, "links": [_link(edition, "processes", "self", "application/json")]}
    return respond(request, edition, form, document, {}, "processes.html")


async def process(request: Request) -> Response:
    """One process."""
    edition, form = begin(request)
    offered = _require(request, edition)
    document = offered.description(edition, language(request, form))
    place = f"processes/{offered.ID}"
    document["links"] = [
        _link(edition, place, "self", "application/json"),
        _link(edition, f"{place}/execution", f"{_RELATIONS}execute", "application/json"),
        _link(edition, "jobs", f"{_RELATIONS}job-list", "application/json"),
    ]
    return respond(request, edition, form, document, {}, offered.PAGE)


async def execution(request: Request) -> Response:
    """Execute; at once, or as a job when the client prefers that."""
    edition, _ = begin(request)
    process = _require(request, edition)
    desk: Desk = request.app.state.desk
    source = desk.sources[edition.audience]
    asked, size = await _body(request)
    media_type = _media_type(asked.get("outputs"), process)
    whole = _response_form(asked)
    later = "respond-async" in request.headers.get("prefer", "").replace(" ", "").split(",")
    inputs = asked.get("inputs")

    def read() -> overlay.Question:
        return overlay.read(inputs, media_type, edition, source, desk.work)

    def ready() -> Callable[[KeepOn], bytes]:
        """What remains to be done when the question is read."""
        if process is slip:
            slips: SlipDesk = request.app.state.slips
            makes = slips.slips(edition)
            return partial(slip.answer, slip.read(inputs, media_type, edition, source, makes, later=later), makes)
        return partial(overlay.answer, read(), edition, source)

    def work() -> tuple[str, bytes] | Job:
        answer = ready()

        def packed(keep_on: KeepOn) -> tuple[str, bytes]:
            return _packed(answer(keep_on), media_type, process, whole=whole)

        return desk.jobs[edition.audience].submit(packed, process.ID) if later else packed(lambda: None)

    try:
        found = None
        if process is overlay and not later and overlay.is_short(inputs, size):
            found = await overlay.at_once(read(), edition, source)
        done = _packed(found, media_type, process, whole=whole) if found else await run_in_threadpool(work)
    except SdiError as error:
        status_code = 404 if isinstance(error, UnknownFeature | NoParcel) else 400
        raise Problem(503 if isinstance(error, MissingComponent) else status_code, told(error)) from error
    except Busy as error:
        raise Problem(429, wording("processes.busy")) from error
    if isinstance(done, Job):
        place = {"Location": f"{edition.base_url}/jobs/{done.id}", "Preference-Applied": "respond-async"}
        status = orjson.dumps(_status(done, edition, language(request, "json")))
        return Response(status, 201, place | _private(request), "application/json")
    packed_type, content = done
    return Response(content, 200, _private(request), packed_type)


async def job_list(request: Request) -> Response:
    """The jobs of the agency that asks. The public are many: nobody of them is shown the others' jobs."""
    edition, form = begin(request, parameters=("limit",))
    found: list[Job] = []
    if edition.audience is not Audience.PUBLIC:
        found = await run_in_threadpool(_jobs(request, edition).all)
    document = {
        "jobs": [_status(entry, edition, language(request, form)) for entry in found],
        "links": [_link(edition, "jobs", "self", "application/json")],
    }
    return respond(request, edition, form, document, {}, "jobs.html")


async def job(request: Request) -> Response:
    """How far a job is; DELETE stops or forgets it."""
    edition, form = begin(request)
    found = await _job(request, edition)
    if request.method == "DELETE":
        found = await run_in_threadpool(_jobs(request, edition).remove, found)
    return respond(request, edition, form, _status(found, edition, language(request, form)), {}, "jobs.html")


async def results(request: Request) -> Response:
    """What a job has found."""
    edition, _ = begin(request)
    found = await _job(request, edition)
    if found.status == "failed":
        raise Problem(400, Wording(**found.message), type=f"{_EXCEPTIONS}job-results-failed")
    if found.status != "successful":
        raise Problem(404, wording("processes.not_ready"), type=f"{_EXCEPTIONS}result-not-ready")
    content = await run_in_threadpool(_jobs(request, edition).result, found)
    return Response(content, 200, _private(request), found.media_type)


def explain(error: Exception) -> str:
    """Why a job failed."""
    if isinstance(error, SdiError):
        return told(error)
    return error.detail if isinstance(error, Problem) else wording("processes.job_failed")


def _offered(edition: Edition) -> dict[str, ModuleType]:
    """The processes by their ids: there are slips where they are declared and parcels are published."""
    table = overlay.table_of(edition)
    if table is None:
        return {}
    return {overlay.ID: overlay} | ({slip.ID: slip} if tells_slips(edition.project) else {})


def _require(request: Request, edition: Edition) -> ModuleType:
    found = _offered(edition).get(request.path_params["process"])
    if found is None:
        raise Problem(404, wording("processes.no_process"), type=f"{_EXCEPTIONS}no-such-process")
    return found


def _jobs(request: Request, edition: Edition) -> Jobs:
    desk: Desk = request.app.state.desk
    return desk.jobs[edition.audience]


async def _job(request: Request, edition: Edition) -> Job:
    found = await run_in_threadpool(_jobs(request, edition).get, request.path_params["job"])
    if found is None:
        raise Problem(404, wording("processes.no_job"), type=f"{_EXCEPTIONS}no-such-job")
    return found


async def _body(request: Request) -> tuple[dict[str, Any], int]:
    """The request, and its size in bytes."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > limits.EXECUTION_BODY:
            raise Problem(413, wording("processes.too_large", megabytes=limits.EXECUTION_BODY // 1024**2))
    try:
        asked = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Problem(400, wording("processes.not_json")) from error
    if not isinstance(asked, dict):
        raise Problem(400, wording("processes.not_object"))
    return asked, len(content)


def _media_type(outputs: Any, process: ModuleType) -> str:
    offered: tuple[str, ...] = process.MEDIA_TYPES
    if outputs is None or outputs == {}:
        return offered[0]
    name = process.OUTPUT
    if not isinstance(outputs, dict) or set(outputs) != {name} or not isinstance(outputs[name], dict):
        raise Problem(400, wording("processes.one_output", name=name))
    wanted = outputs[name]
    form = wanted.get("format") or {}
    media_type = form.get("mediaType", offered[0]) if isinstance(form, dict) else None
    if media_type not in offered:
        raise Problem(400, wording("processes.output_formats", offered=", ".join(offered)))
    if wanted.get("transmissionMode", "value") != "value":
        raise Problem(400, wording("processes.by_value"))
    return str(media_type)


def _response_form(asked: dict[str, Any]) -> bool:
    """Whether the output is wanted inside a document of all outputs."""
    form = asked.get("response", "raw")
    if form not in ("raw", "document"):
        raise Problem(400, wording("processes.response_forms"))
    return bool(form == "document")


def _packed(content: bytes, media_type: str, process: ModuleType, *, whole: bool) -> tuple[str, bytes]:
    if not whole:
        return ("text/csv; charset=utf-8" if media_type == overlay.CSV else media_type), content
    if media_type in (slip.PDF, slip.ZIP):
        value: Any = base64.b64encode(content).decode("ascii")
    else:
        value = content.decode("utf-8") if media_type == overlay.CSV else orjson.Fragment(content)
    return "application/json", orjson.dumps({process.OUTPUT: {"value": value, "mediaType": media_type}})


def _status(found: Job, edition: Edition, language: str) -> dict[str, Any]:
    links = [_link(edition, f"jobs/{found.id}", "self", "application/json")]
    if found.status == "successful":
        links.append(_link(edition, f"jobs/{found.id}/results", f"{_RELATIONS}results", found.media_type))
    document = {
        "processID": found.process,
        "type": "process",
        "jobID": found.id,
        "status": found.status,
        "created": found.created,
        "started": found.started,
        "finished": found.finished,
        "message": found.message.get(language),
    }
    return {name: value for name, value in document.items() if value} | {"links": links}


def _link(edition: Edition, path: str, rel: str, media_type: str) -> dict[str, str]:
    return {"href": f"{edition.base_url}/{path}", "rel": rel, "type": media_type}


def _private(request: Request) -> dict[str, str]:
    return {"Vary": VARY} | ({} if is_public(request) else {"Cache-Control": "private, no-store"})
