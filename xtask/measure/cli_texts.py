#!/usr/bin/env python3
"""How many of the labelled command outputs are read as their labels say.

    python3 xtask/measure/cli_texts.py [--bin target/debug/cleanpath] [--data ../shared/data] [--missing]

Writes each text of the open data as the session log of one box (prompt, command, output), has `cleanpath observe` read
the folder, and counts a text as right where every labelled value is also an observation: serial numbers and models of
the box and its parts; names, addresses and ports of neighbours. Texts of NAPALM hold several commands. Skipped, with
status 0, where the data is not there. Abbreviated ports (`Gig 0/1` for `GigabitEthernet0/1`) are held to be one.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

SERIAL = re.compile(r"^(serial|serial-number|serial_num(ber)?|sn|.*_serial(_number)?|serial_no|chassis_sn|processor_board_id)$")
MODEL = re.compile(r"^(model|model_name|hardware_model|ap_model|switch_model|pid|device_name|hardware|.*_model|chassis|ont_model_type|part_num(ber)?)$")
NEIGHBOUR = re.compile(r"lldp|cdp|isdp|neighbor_print")
OF_NEIGHBOUR = re.compile(r"^(neighbor_name|system_name|neighbor_interface|remote_port|chassis_id|mgmt_address|remote_mgmt_address|platform|local_interface|local_port|neighbor|device_id|port_id|neighbor_id|hostname|port|remote_chassis_id|remote_system_name)$")
# Labels of these commands use the words for something else: numbers of rules, of processes, of keys.
OTHERWISE = re.compile(r"access|acl|processes|top|license|crypto|snmp|dmidecode|database$|failover|ssl|security|running|ip_route|capabilities|configuration|bgp|led|custom|ospf")
NOTHING = {"na", "none", "null", "unknown", "nonumber", "builtin", "unspecified", ""}
MODELS = {"model", "part-number", "entity.model", "lldp.model", "description", "cdp.platform", "snmp.sysdescr", "entity.description"}


def fold(value):
    return re.sub(r"[^0-9a-z]", "", str(value).lower())


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, path + (str(key),))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value


def labels(expected, neighbours, deep, but=frozenset()):
    found = []
    for path, value in leaves(expected):
        key = path[-1] if path else ""
        folded = fold(value)
        if key in but or isinstance(value, bool) or len(folded) < 2 or folded in NOTHING or "notadvert" in folded or re.fullmatch(r"(.)\1*", folded):
            continue
        if SERIAL.match(key):
            found.append(("serial", value))
        elif not neighbours and MODEL.match(key) and "ai_ml" not in key:
            found.append(("model", value))
        elif neighbours and OF_NEIGHBOUR.match(key) and len(path) > deep:
            found.append((key, value))
    return found


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def samples(data):
    """(set, name, session text, labels) of every text that carries a label."""
    for row in rows(f"{data}/cli/ntc_templates.jsonl"):
        command, platform = row["command"], row["platform"]
        neighbours = bool(NEIGHBOUR.search(command))
        if OTHERWISE.search(command):
            continue
        wanted = labels(row["parsed"] or [], neighbours, 0)
        if wanted:
            yield "ntc", neighbours, row["id"], session(platform, command.replace("_", " "), row["raw"]), wanted
    for row in rows(f"{data}/cli/genieparser.jsonl"):
        command = re.sub(r"(?<!^)(?=[A-Z])", " ", row["parser"]).lower()
        if not re.search("version|inventory|lldp|cdp|platform|module|transceiver|chassis|hardware", command) or OTHERWISE.search(command):
            continue
        neighbours = bool(NEIGHBOUR.search(command))
        expected = row["expected"] if not isinstance(row["expected"], str) else json.loads(row["expected"])
        # `hardware` is a revision there, `device_name` a host's.
        wanted = labels(expected, neighbours, 1, {"hardware", "device_name"})
        if wanted:
            yield "genie", neighbours, f'{row["os"]}/{row["id"]}', session(row["os"], command, row["raw"]), wanted
    for row in rows(f"{data}/cli/napalm.jsonl"):
        outputs = row["device_output"] if isinstance(row["device_output"], dict) else {}
        outputs = {name[:-4]: text for name, text in outputs.items() if name.endswith(".txt") and isinstance(text, str)}
        neighbours = row["test"].startswith("test_get_lldp_neighbors")
        if not outputs or not (neighbours or row["test"] == "test_get_facts"):
            continue
        expected = row["expected"] if neighbours else {key: row["expected"][key] for key in ("serial_number", "model")}
        wanted = labels(expected, neighbours, 0)
        text = "".join(f'host-1#{name.replace("___", " | ").replace("_", " ")}\n{output}\n' for name, output in outputs.items())
        if wanted:
            yield "napalm", neighbours, row["id"], text, wanted


def session(platform, command, text):
    prompt = "<host-1>" if platform.startswith(("huawei", "hp_comware", "hvrp")) else "ops@host-1> " if platform.startswith("jun") else "host-1#"
    return f"{prompt}{command}\n{text}\n{prompt}\n"


def optical(value):
    """The serial of an optical unit in letters, as G.988 prints it, where it is given in digits."""
    text = str(value)
    if re.fullmatch("[0-9A-Fa-f]{16}", text):
        vendor = bytes.fromhex(text[:8])
        if vendor.isalpha() and vendor.isascii():
            return vendor.decode() + text[8:]
    return text


def held(kind, value, said):
    folded = fold(optical(value))
    if kind == "serial":
        return folded in said["serial"] | said["asset-tag"]
    if kind == "model":
        models = set().union(*(said[name] for name in MODELS))
        return any(folded == m or len(m) > 3 and (folded.startswith(m) or folded.endswith(m) or m.startswith(folded)) for m in models)
    everything = set().union(*(values for name, values in said.items() if name != "cli"))
    port = re.match(r"([A-Za-z\-]+)\s*([\d/.:]+)$", str(value))
    if port and any(v.endswith(fold(port[2])) and v[:1] == folded[:1] for v in everything):
        return True
    bare = fold(re.sub(r"\(.*", "", str(value)))
    return folded in everything or bare in everything or any(folded in v for v in everything if len(folded) > 4)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/debug/cleanpath")
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--missing", action="store_true", help="print what was not read")
    asked = parser.parse_args()
    if not os.path.exists(f"{asked.data}/cli/ntc_templates.jsonl"):
        print(f"{asked.data}: no open data, nothing measured")
        return 0
    texts = list(samples(asked.data))
    with tempfile.TemporaryDirectory() as folder:
        for number, (*_, text, _) in enumerate(texts):
            with open(f"{folder}/{number:05}.log", "w", encoding="utf-8", newline="") as file:
                file.write(text)
        run = subprocess.run([asked.bin, "observe", folder], capture_output=True, text=True, encoding="utf-8")
        said = collections.defaultdict(lambda: collections.defaultdict(set))
        for line in run.stdout.splitlines():
            seen = json.loads(line)
            number = int(os.path.basename(seen["file"]).split(".")[0])
            said[number][seen["property"]].add(fold(seen["value"]))
    if not said:
        sys.exit(f"nothing observed; exit {run.returncode}: {run.stderr[-400:]}")
    counts = collections.Counter()
    for number, (source, neighbours, name, _, wanted) in enumerate(texts):
        missing = [f"{kind} {value!r}" for kind, value in wanted if not held(kind, value, said[number])]
        what = "neighbours" if neighbours else "model and serial"
        for key in ((what, source), (what, "all")):
            counts[key, "all"] += 1
            counts[key, "right"] += not missing
        if missing and asked.missing:
            print(f"{name}: {len(missing)} of {len(wanted)}: {', '.join(missing[:3])}")
    for key in sorted({key for key, _ in counts}):
        right, every = counts[key, "right"], counts[key, "all"]
        print(f"{key[0]}, {key[1]}: {right} of {every} texts, {right / every:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
