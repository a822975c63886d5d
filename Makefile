# `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help run bootstrap dev test test-long test-clients conformance test-fresh bench check audit lock client docs samples clean

VENV ?= .venv
PYTEST = $(VENV)/bin/python -m pytest
# Two files of tests at a time, each process with a cluster of its own; on a server that is named, one after another.
PARALLEL = -n $(if $(SDI_TEST_DATABASE_URL),0,2) --dist loadfile
export VENV

help:
	@echo "make run           chạy tất cả / everything on http://127.0.0.1:5000 (Ctrl-C dừng / stops it)"
	@echo "make test          kiểm thử với PostGIS thật / tests against a real PostGIS (15 min on two cores)"
	@echo "make test-long     kiểm thử lâu / faults, soak, millions of features"
	@echo "make test-clients  kiểm thử với QGIS và phần mềm khác / real clients"
	@echo "make conformance   kiểm thử theo chuẩn OGC API – Features / OGC's abstract tests, fuzzing by our OpenAPI"
	@echo "make test-fresh    hai lệnh trên máy trống / both commands in bare Debian 12 and 13 (root)"
	@echo "make bench         đo tốc độ / measurements"
	@echo "make check         kiểm tra mã nguồn / lint, types, imports"
	@echo "make audit         tìm lỗ hổng đã biết trong thư viện đã khóa / known holes in the locked dependencies"
	@echo "make lock          khóa lại phiên bản thư viện / renew the locked dependencies"
	@echo "make client        gói cho người phân tích / the analysts' package, dist/sdi_client-*.whl"
	@echo "make docs          tạo lại tài liệu / generated documents"
	@echo "make samples       tạo lại dữ liệu mẫu / generated sample deliveries"
	@echo "make clean         xóa tệp tạm, giữ dữ liệu / removes caches, keeps data"

run: bootstrap
	@exec $(VENV)/bin/sdi up

bootstrap:
	@scripts/bootstrap run

dev:
	@scripts/bootstrap dev

test: dev
	@scripts/packages test
	$(PYTEST) $(PARALLEL) $(ARGS)

test-long: dev
	@scripts/packages operation
	$(PYTEST) -m long $(ARGS)

test-clients: dev
	@scripts/packages clients
	@scripts/packages test
	@scripts/qgis-trixie 3.40
	@scripts/qgis-trixie 3.44
	$(PYTEST) -m clients $(ARGS)

conformance: dev
	$(PYTEST) -m conformance -q --tb=short tests/conformance $(ARGS)

bench: dev
	@scripts/packages bench
	$(VENV)/bin/python -m bench $(ARGS)

test-fresh:
	scripts/test-fresh

check: dev
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy sdi
	$(VENV)/bin/lint-imports

# Every locked package, by its hashes; one that could not be looked up fails the audit as well.
audit: dev
	$(VENV)/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off $(ARGS) \
	    -r requirements/run.txt -r requirements/dev.txt

lock:
	scripts/lock

client: bootstrap
	cd client && $(abspath $(VENV))/bin/python -m hatchling build -t wheel -d $(CURDIR)/dist

docs: bootstrap
	$(VENV)/bin/sdi docs

samples: bootstrap
	cd data-samples && $(abspath $(VENV))/bin/python -m generate

clean:
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist *.egg-info
