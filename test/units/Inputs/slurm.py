"""slurm.py FOLDER COMMAND...: starts Debian's Slurm (a munged, a slurmctld and a
slurmd that talk on the loopback interface, with all their files in FOLDER), runs
COMMAND with it, and ends it. Prints how many jobs were run; where Slurm cannot
start, 'cannot start:' and why."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import time

folder, command = os.path.abspath(sys.argv[1]), sys.argv[2:]
os.makedirs(folder)
os.chmod(folder, 0o755)
user = pwd.getpwuid(os.getuid()).pw_name
children = []


def path(name):
    return os.path.join(folder, name)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(name, *words):
    program = shutil.which(name) or "/usr/sbin/" + name
    with open(path(name + ".out"), "w") as out:
        children.append(
            subprocess.Popen([program, *words], stdout=out, stderr=out, env=surroundings)
        )


def ended():
    return [child.args[0] for child in children if child.poll() is not None]


def wait_for(what):
    """Whether what() becomes true before a program ends or a minute is over."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not ended():
        if what():
            return True
        time.sleep(0.2)
    return False


def give_up(what):
    said = ""
    for name in ("munged.out", "slurmctld.out", "slurmctld.log", "slurmd.out", "slurmd.log"):
        if os.path.exists(path(name)):
            with open(path(name), errors="replace") as file:
                said = (file.read().strip().splitlines() or [said])[-1]
    print("cannot start: %s: %s" % (what, said))
    sys.exit(0)


with open(path("key"), "wb") as key:
    key.write(os.urandom(128))
os.chmod(path("key"), 0o400)
# (Whose names are too long for a socket's address.)
munge = os.path.join("/tmp", "spinguard-munge-%d" % os.getpid())
with open(path("slurm.conf"), "w") as conf:
    conf.write(
        f"""ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={munge}
CredType=cred/munge
StateSaveLocation={path("state")}
SlurmdSpoolDir={path("spool")}
SlurmctldPidFile={path("slurmctld.pid")}
SlurmdPidFile={path("slurmd.pid")}
SlurmctldLogFile={path("slurmctld.log")}
SlurmdLogFile={path("slurmd.log")}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
JobCompType=jobcomp/filetxt
JobCompLoc={path("jobs")}
NodeName=localhost NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
"""
    )
for name in ("state", "spool"):
    os.mkdir(path(name))
surroundings = dict(os.environ, SLURM_CONF=path("slurm.conf"))
try:
    # (What must lie in folders that nobody else writes to is told to be so.)
    start(
        "munged",
        "--foreground",
        "--force",
        "--key-file=" + path("key"),
        "--socket=" + munge,
        "--pid-file=" + path("munged.pid"),
        "--log-file=" + path("munged.log"),
        "--seed-file=" + path("munged.seed"),
    )
    if not wait_for(lambda: os.path.exists(munge)):
        give_up("munged")
    start("slurmctld", "-D", "-c")
    start("slurmd", "-D", "-N", "localhost")

    def is_idle():
        nodes = subprocess.run(
            ["sinfo", "--noheader", "--format=%T"],
            capture_output=True,
            text=True,
            env=surroundings,
        )
        return nodes.stdout.strip() == "idle"

    if not wait_for(is_idle):
        give_up(" and ".join(ended()) or "the node is not idle")
    status = subprocess.run(command, env=surroundings).returncode
    ran = lambda: os.path.exists(path("jobs")) and open(path("jobs")).read().count("JobId=")
    # (A job's record comes after its end.)
    before = -1
    while before != ran():
        before = ran()
        time.sleep(1)
    print("ran %d jobs" % ran())
finally:
    for child in reversed(children):
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
    for name in (munge, munge + ".lock"):
        if os.path.exists(name):
            os.unlink(name)
sys.exit(status)
