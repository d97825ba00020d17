#!/usr/bin/env python3
"""How fast a large capture is read: against tshark, prads and a bare pass with the crate pcap-parser.

    python3 xtask/measure/capture_speed.py [--megabytes 500] [--capture FILE] [--rounds 3] [--only-ours]

Builds the benchmark and the binary where they are stale, has the benchmark generate a capture where FILE is not
there, and runs all of them on it in turn, in every round. Peers that are not there are installed by their Debian
names. Of each the median of the wall clock is told, with the processor's time, and the ratio to ours. The machine
should have nothing else to do; its load is told. Peak memory is that of the operating system's account.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# What tshark is to extract: the fields that the reader looks for.
FIELDS = """frame.number eth.src ip.src lldp.chassis.id.mac lldp.tlv.system.name lldp.tlv.system.desc cdp.deviceid
cdp.platform cdp.software_version arp.src.hw_mac arp.src.proto_ipv4 dhcp.hw.mac_addr dhcp.option.hostname
dhcp.option.vendor_class_id dhcp.option.request_list_item snmp.value.octets snmp.msgAuthoritativeEngineID http.server
http.user_agent http.host http.www_authenticate ssh.protocol ftp.response.arg sip.User-Agent sip.Server
tls.handshake.extensions_server_name x509sat.printableString x509sat.uTF8String""".split()


def installed():
    missing = [name for name in ("tshark", "prads") if not shutil.which(name)]
    if missing:
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *missing], check=True,
                       env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdout=subprocess.DEVNULL)


def built():
    """The benchmark's program and the binary."""
    subprocess.run(["cargo", "build", "--release", "--locked"], check=True)
    run = subprocess.run(["cargo", "bench", "-p", "cleanpath-evidence", "--bench", "capture", "--no-run"],
                         check=True, capture_output=True, text=True)
    bench = re.search(r"Executable .*\((\S+)\)", run.stderr)
    if not bench:
        sys.exit(run.stderr)
    target = os.environ.get("CARGO_TARGET_DIR", "target")
    return bench.group(1), os.path.join(target, "release", "cleanpath")


def timed(command):
    """Wall clock, processor's time in seconds, and peak memory in MiB of a command."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 3):
        sys.exit(f"{command}: status {code}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", default="500")
    parser.add_argument("--capture", default=os.path.join(tempfile.gettempdir(), "cleanpath-capture.pcap"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only-ours", action="store_true", help="leave the peers out")
    args = parser.parse_args()
    bench, binary = built()
    subprocess.run([bench, "generate", args.capture, args.megabytes], check=True)
    commands = {
        "ours": [binary, "observe", args.capture],
        "reader alone": [bench, "read", args.capture],
        "bare pass": [bench, "bare", args.capture],
    }
    if not args.only_ours:
        installed()
        fields = [word for field in FIELDS for word in ("-e", field)]
        commands["prads"] = ["prads", "-r", args.capture, "-l", os.devnull]
        commands["tshark"] = ["tshark", "-r", args.capture, "-T", "fields", *fields]
    print(f"{os.path.getsize(args.capture) / 1e6:.0f} MB, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    figures = {name: [] for name in commands}
    for _ in range(args.rounds):
        for name, command in commands.items():
            figures[name].append(timed(command))
    middle = {name: [statistics.median(run[at] for run in runs) for at in range(3)] for name, runs in figures.items()}
    for name, (wall, processor, memory) in middle.items():
        ours = middle["ours"]
        print(f"{name:13} {wall:8.3f} s wall {processor:8.3f} s processor {memory:6.0f} MiB   "
              f"{wall / ours[0]:7.2f} times ours, {processor / ours[1]:7.2f} by the processor's time")


if __name__ == "__main__":
    main()
