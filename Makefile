# Everything that is done with the LOVP assistant: `make` alone lists it. The first time, each target makes the virtual
# environment .venv and installs the versions of constraints.txt in it; what was broken off halfway is taken up again.
# Written for GNU make 3.81 and newer (macOS has 3.81) and a plain POSIX shell.

VENV := .venv
PY := $(VENV)/bin/python
CPU_TORCH := https://download.pytorch.org/whl/cpu
ARGS ?=
BENCH ?=

# Nothing tells anyone that it runs, and no model is looked up elsewhere. The program sees to that itself; this holds
# for what runs beside it too.
export ANONYMIZED_TELEMETRY := False
export DO_NOT_TRACK := 1
export GRADIO_ANALYTICS_ENABLED := False
export HF_HUB_DISABLE_TELEMETRY := 1
export HF_HUB_OFFLINE ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PYTHONUNBUFFERED := 1
# pip leaves the byte code to the first start, which writes only what it uses: a minute less at the first `make chat`.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help chat test lint audit fuzz crash faces kills eval bench retrieval peers calibrate clean chromium tesseract again

help:
	@echo "LOVP-assistent: vragen stellen aan de verslagen van het LOVP."
	@echo
	@echo "  make chat    installeert wat nodig is, leest de voorbeeldverslagen in en opent de chat in de browser"
	@echo "  make test    voert alle tests uit                        (een deel: make test ARGS='-k verslag')"
	@echo "  make lint    controleert stijl en typen"
	@echo "  make eval    meet de antwoorden aan bekende feiten       (opties: make eval ARGS='--json uit.json')"
	@echo "  make bench   meet hoe snel alles is                      (een deel: make bench BENCH='--part start')"
	@echo "  make retrieval  meet het zoeken en schrijft docs/evaluation.md"
	@echo "  make peers   zet de antwoorden naast die van LlamaIndex en gewone BM25 en schrijft docs/evaluation.md"
	@echo "  make calibrate  bepaalt opnieuw wanneer er genoeg zekerheid is om te antwoorden"
	@echo "  make audit   zoekt bekende gaten in de pakketten          (vraagt toegang tot het internet)"
	@echo "  make fuzz    geeft elke ingang veel vreemde invoer        (langer: make fuzz TIMES=100)"
	@echo "  make crash   laat schijven falen en processen sterven en kijkt of de index heel blijft (ruim een uur)"
	@echo "  make faces   laat twee chats op een kopie draaien terwijl de Chroma-server sterft (ruim een uur)"
	@echo "  make kills   breekt reservekopie en terugzetten vaak af"
	@echo "  make clean   verwijdert wat make heeft gemaakt; ingelezen verslagen blijven staan"
	@echo
	@echo "  GPU=1        PyTorch met CUDA (enkele GB) in plaats van zonder:  make chat GPU=1"
	@echo "  PYTHON=...   met deze Python (3.11, 3.12 of 3.13):               make chat PYTHON=python3.12"

chat: $(VENV)/.chat
	@$(VENV)/bin/lovp web $(ARGS)

test: $(VENV)/.test chromium tesseract
	@CHROMIUM="$$($(find_chromium))" $(PY) -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(VENV)/.test
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy --strict
	@$(VENV)/bin/hadolint Containerfile
	@$(VENV)/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml

# Known holes in the packages, where a database of them can be reached.
audit: $(VENV)/.test
	@$(PY) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/pip install --quiet pip-audit
	@grep -v '^#' constraints.txt | sed 's/ *#.*//' > $(VENV)/audit/pins.txt
	@$(VENV)/audit/bin/pip-audit --no-deps --disable-pip -r $(VENV)/audit/pins.txt

# What `make test` does a little of, at length: odd input at every entrance; disks that fail and processes that die while the
# index changes; two faces on a copy while the Chroma server is killed; kills of a backup and a restore.
fuzz: $(VENV)/.test
	@FUZZ=$(or $(TIMES),20) $(PY) -m pytest -q --timeout 0 tests/test_fuzz_entrances*.py $(ARGS)

crash: $(VENV)/.test
	@$(PY) tests/crash_series.py $(ARGS)
	@$(PY) tests/crash_kills.py --kills 200
	@$(PY) tests/crash_power.py --trials 200
	@$(PY) tests/crash_damage.py --flips 100

faces: $(VENV)/.test
	@cd tests && PYTHONPATH=.. $(CURDIR)/$(PY) faces_series.py --passages 10000 60000 --kills 20

kills: $(VENV)/.test
	@KILLS=alle $(PY) -m pytest -q -s tests/test_index_backup_kills.py $(ARGS)

eval: $(VENV)/.chat
	@$(VENV)/bin/lovp eval $(ARGS)

bench: $(VENV)/.test
	@$(PY) -m eval.bench $(BENCH)

retrieval: $(VENV)/.chat
	@$(PY) -m eval.retrieval --markdown docs/evaluation.md $(ARGS)

peers: $(VENV)/.chat
	@$(PY) -m eval.peers --report $(ARGS)

calibrate: $(VENV)/.chat
	@$(PY) -m eval.calibrate --report $(ARGS)

clean:
	rm -rf $(VENV) build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache test-results
	find assistant eval index tests ui -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment ---------------------------------------------------------------------------------------

# The stamps .chat and .test say what is installed; they come last. A .venv whose Python has gone, that was moved or
# copied from elsewhere, or that has the other kind of PyTorch than is asked for, is not what its stamps say.
ifneq ($(shell [ -x $(PY) ] && { [ ! -e $(VENV)/.place ] || [ "$$(cat $(VENV)/.place)" = "$$(pwd -P)" ]; } && \
    { [ "$(GPU)" != 1 ] || [ -e $(VENV)/.gpu ]; } && echo usable),usable)
STALE := again
endif

$(VENV)/.chat: pyproject.toml constraints.txt $(STALE)
	@$(make_venv)
	@$(install_torch)
	@$(say) "Pakketten installeren in $(VENV) (de eerste keer enkele minuten)."
	@$(call pip,-e .)
	@pwd -P > $(VENV)/.place
	@$(say) "Klaar met installeren."
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt $(STALE)
	@$(make_venv)
	@$(install_torch)
	@$(say) "Pakketten installeren in $(VENV), met wat de tests nodig hebben (de eerste keer enkele minuten)."
	@$(call pip,-e '.[test]')
	@pwd -P > $(VENV)/.place
	@$(say) "Klaar met installeren."
	@touch $(VENV)/.chat $@

say := printf '%s\n'
in_range := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

# pip copies packages one by one and takes a half-copied one for installed, so a break at that point (.copying is still
# there) means starting again; a break during a download does not.
define make_venv
if [ -e $(VENV)/.copying ] || ! $(PY) -c 'import pip; $(in_range)' 2>/dev/null || \
   { [ -e $(VENV)/.place ] && [ "$$(cat $(VENV)/.place)" != "$$(pwd -P)" ]; }; then \
  python=; bare=; \
  for candidate in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
    "$$candidate" -c '$(in_range)' 2>/dev/null || continue; \
    if "$$candidate" -c 'import ensurepip, venv' 2>/dev/null; then python=$$candidate; break; fi; \
    bare=$$candidate; \
  done; \
  if [ -z "$$python" ] && [ -n "$$bare" ]; then \
    $(say) "$$bare heeft geen module om een omgeving mee te maken (venv). Installeer die en doe het opnieuw;" \
      "op Debian en Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; \
  elif [ -z "$$python" ]; then \
    $(say) "Er is geen Python 3.11, 3.12 of 3.13 gevonden$(if $(PYTHON), als $(PYTHON)). Installeer er een;" \
      "op Debian en Ubuntu: sudo apt-get install python3 python3-venv; op macOS: brew install python@3.13" \
      "Staat hij elders, wijs hem dan aan: make $(or $(MAKECMDGOALS),chat) PYTHON=/pad/naar/python3" >&2; exit 1; \
  fi; \
  $(say) "Omgeving maken in $(VENV) met $$("$$python" --version)."; \
  "$$python" -m venv --clear $(VENV) || { \
    $(say) "Het maken van $(VENV) mislukte. Is er schijfruimte, en mag hier geschreven worden?" >&2; exit 1; }; \
fi
endef

# PyTorch goes first and alone: its ordinary build for Linux brings CUDA, several GB that only help where a GPU is.
# PyTorch's own index has a build without; where that can't be reached within 20 seconds, the ordinary index may still
# have one (a mirror, a folder of wheels).
define install_torch
torch=$$(sed -n 's/^torch==\([^ ;]*\).*/\1/p' constraints.txt); \
has='import sys; from importlib.metadata import version; sys.exit(version("torch").split("+")[0] != sys.argv[1])'; \
if [ "$(GPU)" = 1 ]; then \
  if [ ! -e $(VENV)/.gpu ]; then \
    $(say) "PyTorch $$torch met CUDA installeren (enkele GB)."; \
    $(call pip,--no-deps --force-reinstall "torch==$$torch") || exit 1; \
    touch $(VENV)/.gpu; \
  fi; \
elif ! $(PY) -c "$$has" "$$torch" 2>/dev/null; then \
  $(say) "PyTorch $$torch installeren, zonder CUDA."; \
  if [ "$$(uname -s)" = Linux ] && timeout 20 $(PY) -m pip index versions torch --index-url $(CPU_TORCH) \
      --timeout 5 --retries 0 >/dev/null 2>&1 && \
    ( $(call pip,--no-deps --index-url $(CPU_TORCH) --retries 1 "torch==$$torch") ) 2>/dev/null; then :; else \
    $(call pip,--no-deps "torch==$$torch") || exit 1; \
    if $(PY) -c 'import sys; from importlib.metadata import requires; \
        sys.exit("nvidia" not in str(requires("torch")))'; then \
      $(say) "Let op: PyTorch zonder CUDA was niet te krijgen ($(CPU_TORCH))." \
        "Er worden nu enkele GB aan CUDA-pakketten opgehaald. Het programma gebruikt ze alleen met een GPU."; \
    fi; \
  fi; \
fi
endef

# $(call pip,ARGUMENTS): a line that moves on a terminal and a few lines elsewhere, in place of pip's hundreds; those
# are kept in .venv/pip.log, and its errors are shown. Fails as pip fails.
define pip
{ $(PY) -m pip install --no-compile -c constraints.txt $(1) 2>&1; echo "pip-exit $$?"; } | { \
  count=0; clear=; [ -t 1 ] && clear=$$(printf '\r\033[K'); \
  while IFS= read -r line; do \
    printf '%s\n' "$$line" >> $(VENV)/pip.log; \
    case $$line in \
      "Collecting "*) count=$$((count + 1)); name=$${line#Collecting }; name=$${name%%[!A-Za-z0-9._-]*}; \
        [ -z "$$clear" ] || printf '%s' "$$clear  $$count pakketten: $$name" ;; \
      "  Downloading "*[0-9][0-9]" MB)") \
        [ -z "$$clear" ] || printf '%s' "$$clear  $$count pakketten: $${line#  Downloading }" ;; \
      "Installing collected packages"*) touch $(VENV)/.copying; \
        printf '%s\n' "$$clear  Alles is opgehaald; nu uitpakken." ;; \
      ERROR*) printf '%s\n' "$$clear$$line" >&2 ;; \
      "pip-exit 0") rm -f $(VENV)/.copying; printf '%s' "$$clear"; exit 0 ;; \
      "pip-exit "*) \
        printf '%s\n' "$$clear""Installeren mislukte; alles wat pip zei staat in $(VENV)/pip.log." >&2; \
        printf '%s\n' "Een volgende make gaat verder waar het bleef." >&2; exit 1 ;; \
    esac; \
  done; \
  exit 1; }
endef

# --- a browser for the tests ---------------------------------------------------------------------------------------

# Without a browser the tests that need one are skipped, in the summary of pytest; where CI is set that is a failure.
define find_chromium
for name in "$(CHROMIUM)" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do \
  command -v "$$name" && break; \
done
endef

chromium:
	@[ -z "$$($(find_chromium))" ] || exit 0; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	if command -v apt-get >/dev/null 2>&1 && $$sudo true 2>/dev/null; then \
	  $(say) "Chromium installeren voor de tests in de browser."; \
	  { $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends chromium; } >$(VENV)/apt.log 2>&1 \
	  && command -v chromium >/dev/null 2>&1 && exit 0; \
	  tail -n 5 $(VENV)/apt.log >&2; \
	fi; \
	$(say) "Er is geen Chromium of Chrome, en die kon hier niet worden geïnstalleerd: de tests in de browser blijven uit." \
	  "Installeer hem (Debian: sudo apt-get install chromium; macOS: brew install --cask google-chrome)," \
	  "of wijs hem aan: make test CHROMIUM=/pad/naar/chromium" >&2; \
	[ -z "$$CI" ]

# Without Tesseract the tests that read scans are skipped, in the summary of pytest; where CI is set that is a failure.
tesseract:
	@tesseract --list-langs 2>/dev/null | grep -qx nld && exit 0; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	if command -v apt-get >/dev/null 2>&1 && $$sudo true 2>/dev/null; then \
	  $(say) "Tesseract met Nederlands installeren voor de tests met scans."; \
	  { $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-nld; } >$(VENV)/apt-ocr.log 2>&1 \
	  && tesseract --list-langs 2>/dev/null | grep -qx nld && exit 0; \
	  tail -n 5 $(VENV)/apt-ocr.log >&2; \
	fi; \
	$(say) "Er is geen Tesseract met Nederlands, en die kon hier niet worden geïnstalleerd: de tests met scans blijven uit." \
	  "Installeer hem (Debian: sudo apt-get install tesseract-ocr tesseract-ocr-nld; macOS: brew install tesseract tesseract-lang)." >&2; \
	[ -z "$$CI" ]
