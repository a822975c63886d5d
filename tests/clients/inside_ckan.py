"""Runs in CKAN's environment: what its harvester makes of a catalogue. Arguments: address. Writes JSON."""

import json
import sys
import urllib.request

from ckanext.dcat.processors import RDFParser

with urllib.request.urlopen(sys.argv[1], timeout=60) as answer:
    content = answer.read().decode("utf-8")
parser = RDFParser(profiles=["euro_dcat_ap_3"])
parser.parse(content, _format="json-ld")
json.dump(list(parser.datasets()), sys.stdout)
