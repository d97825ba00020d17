#!/usr/bin/env python3
"""How much of what an independent dissector shows in the open captures is an observation too.

    python3 xtask/measure/captures.py [--bin target/debug/cleanpath] [--data ../shared/data] [--missing]

Has `cleanpath observe` read every capture, and counts each value that `pcap_truth.jsonl` shows for LLDP, CDP, DHCP,
SNMP, HTTP servers, SSH, FTP, SIP and certificates as read where an observation of the same file holds it. Values whose
octets do not stand in the file (it was cut after the truth was taken) are counted apart. Then the labelled devices:
the maker that `cleanpath assess` names for the box of the labelled address is right, unknown or wrong. The slowest file
and the one that took most memory are told. Skipped, with status 0, where the data is not there.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import time

CORE = """lldp.chassis.id.mac lldp.tlv.system.name lldp.tlv.system.desc cdp.deviceid cdp.platform cdp.software_version
dhcp.option.request_list_item dhcp.hw.mac_addr dhcp.option.vendor_class_id dhcp.option.hostname dhcpv6.vendorclass.data
snmp.value.octets snmp.msgAuthoritativeEngineID http.server http.www_authenticate ssh.protocol ftp.response.arg
sip.User-Agent sip.Server x509sat.printableString x509sat.uTF8String""".split()
OCTETS = {"dhcp.hw.mac_addr", "lldp.chassis.id.mac", "snmp.value.octets", "snmp.msgAuthoritativeEngineID"}


def fold(text):
    return re.sub(r"\s+", " ", text.replace("\\r\\n", " ").replace("\\n", " ")).strip().lower()


def spellings(key, value):
    """How an observation may write a value."""
    digits = value.replace(":", "")
    if key in OCTETS and re.fullmatch(r"(?:[0-9a-f]{2})+", digits):
        text = bytes.fromhex(digits).decode("latin1").strip("\0")
        return [digits, ":".join(re.findall("..", digits)), fold(text) or digits]
    return [fold(value)]


def stands_in(raw, key, value):
    """Whether the octets of a value stand in the capture at all, as far as they are plain."""
    digits = value.replace(":", "")
    if key in OCTETS and re.fullmatch(r"(?:[0-9a-f]{2})+", digits):
        return bytes.fromhex(digits).lower() in raw
    if key == "dhcp.option.request_list_item":
        return b"\x63\x82\x53\x63" in raw
    return value.split("\\")[0].split("\ufffd")[0].encode().lower() in raw


def observed(binary, path, cost):
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as trouble:
        run = subprocess.Popen([binary, "observe", path], stdout=out, stderr=trouble)
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        cost["seconds"] = max(cost["seconds"], (time.monotonic() - start, path))
        # What the system counts begins with this script's own memory, so that little is told too high.
        cost["MiB"] = max(cost["MiB"], (usage.ru_maxrss // 1024, path))
        out.seek(0)
        trouble.seek(0)
        if run.returncode not in (0, 3):
            sys.exit(f"{path}: status {run.returncode}\n{trouble.read()[-500:]}")
        return [json.loads(line) for line in out]


def count(folder, record, says, counts, missing):
    values = [fold(said["value"]) for said in says]
    whole = "\n".join(values)
    items = set(whole.replace(",", "\n").split("\n"))
    with open(os.path.join(folder, record["file"]), "rb") as file:
        raw = file.read().lower()
    for key in CORE:
        for value in record.get("observed", {}).get(key, []):
            exact = key == "dhcp.option.request_list_item"
            held = any(one in (items if exact else whole) for one in spellings(key, value))
            state = "read" if held else "not read" if stands_in(raw, key, value) else "cut"
            counts[key][state] += 1
            if state == "not read":
                missing.append((key, record["file"], value))


def maker(binary, path, record, says):
    """What is said of the box of a labelled device."""
    address = record["device_mac"].lower()
    mine = {said["thing"] for said in says if said["property"] == "mac" and said["value"].lower() == address}
    if not mine:
        return "no box", ""
    words = ["name", "host-name", "ip", "serial"]
    names = {said["value"] for said in says if said["thing"] in mine and said["property"] in words}
    # What has no name is called by the place that told of it.
    names |= {f"{path} {said['at']}" for said in says if said["thing"] in mine}
    run = subprocess.run([binary, "assess", path, "--format", "jsonl", "--all", "--as-of", "2026-01-01"],
                         capture_output=True, text=True)
    for asset in map(json.loads, run.stdout.splitlines()):
        if asset["asset"] not in names:
            continue
        if asset["status"] != "known":
            return asset["status"], ""
        # The truth has plain names, the registry legal ones.
        plain = re.sub(r"[^a-z0-9]", "", (asset["org"] + asset["manufacturer"]).lower())
        right = re.sub(r"[^a-z0-9]", "", record["maker"].lower().split()[0]) in plain
        return ("right" if right else "WRONG"), asset["org"]
    return "not listed", ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", default="target/debug/cleanpath")
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--missing", action="store_true", help="list what was not read")
    args = parser.parse_args()
    folder = os.path.join(args.data, "pcap")
    if not os.path.isfile(os.path.join(folder, "pcap_truth.jsonl")):
        print("no captures there; skipped")
        return
    counts = collections.defaultdict(collections.Counter)
    cost = {"seconds": (0, ""), "MiB": (0, "")}
    makers, missing, wrong = collections.Counter(), [], collections.Counter()
    with open(os.path.join(folder, "pcap_truth.jsonl"), encoding="utf-8") as truth:
        records = [json.loads(line) for line in truth]
    for record in records:
        path = os.path.join(folder, record["file"])
        says = observed(args.bin, path, cost)
        count(folder, record, says, counts, missing)
        if "maker" in record:
            state, org = maker(args.bin, path, record, says)
            makers[state] += 1
            if state == "WRONG":
                wrong[record["device_label"], record["maker"], org] += 1
    total = collections.Counter()
    for key in CORE:
        total += counts[key]
        print(f"{key:34}" + "".join(f"{state} {number:6}  " for state, number in sorted(counts[key].items())))
    there = total["read"] + total["not read"]
    print(f"all: {total['read']} of {there} that stand in the files, {100 * total['read'] / max(there, 1):.1f} in 100")
    print("most of one file:", ", ".join(f"{number:.3g} {unit} ({path})" for unit, (number, path) in cost.items()))
    print("labelled devices:", dict(makers), dict(wrong))
    for line in missing if args.missing else []:
        print("not read:", *line)


if __name__ == "__main__":
    main()
