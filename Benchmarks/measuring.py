"""What several measurements share: throw-away servers, a sender over many connections, the CPU of processes."""
import contextlib
import os
import select
import shutil
import socket
import subprocess
import tempfile
import time

from portal import ROOT


def free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def cpu(top):
    """Seconds of user and system time of a process and of all that it started, also of those that have ended."""
    took, children = {}, {}
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue  # It has ended meanwhile.
        took[int(process)] = sum(map(int, fields[11:15]))
        children.setdefault(int(fields[1]), []).append(int(process))
    ticks, left = 0, [top]
    while left:
        process = left.pop()
        ticks += took.get(process, 0)
        left += children.get(process, [])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def throwaway(name):
    """What scripts/NAME starts, in a folder of its own: the lines that it says, and the folder."""
    script = os.path.join(ROOT, "scripts", name)
    folder = tempfile.mkdtemp(prefix=f"linli-{name}.", dir="/tmp")
    os.chmod(folder, 0o755)
    try:
        yield subprocess.check_output([script, "start", folder], text=True).splitlines(), folder
    finally:
        subprocess.run([script, "stop", folder], stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres():
    """PostgreSQL with its fsync on: how to connect, and its process."""
    os.environ["LINLI_POSTGRES_FSYNC"] = "on"
    with throwaway("postgres") as (lines, folder):
        with open(os.path.join(folder, "data", "postmaster.pid")) as file:
            yield lines[-1], int(file.readline())


def blast(links, queues, window, answers):
    """Sends all of it, with at most so many messages unanswered a connection.

    How many answers are in some bytes, and which bytes are left over, is told by `answers`. Gives messages a second,
    and the longest wait in ms.
    """
    waiting = {link.fileno(): (link, queue) for link, queue in zip(links, queues)}
    state = {fd: [0, 0, b""] for fd in waiting}  # sent, answered, what is left over of an answer
    sent_at = {fd: [] for fd in waiting}
    total, done, longest = sum(map(len, queues)), 0, 0.0
    poll = select.epoll()
    began = time.monotonic()

    def send(fd):
        link, queue = waiting[fd]
        first, answered, _ = state[fd]
        last = min(len(queue), answered + window)
        if last > first:
            link.sendall(b"".join(queue[first:last]))
            sent_at[fd].append((last, time.monotonic()))
            state[fd][0] = last

    for fd in waiting:
        poll.register(fd, select.EPOLLIN)
        send(fd)
    while done < total:
        ready = poll.poll(60)
        assert ready, f"{total - done} messages are not answered"
        for fd, _ in ready:
            data = waiting[fd][0].recv(65_536)
            assert data, "the server closed a connection"
            count, state[fd][2] = answers(state[fd][2] + data)
            state[fd][1] += count
            done += count
            moment = time.monotonic()
            while sent_at[fd] and sent_at[fd][0][0] <= state[fd][1]:
                longest = max(longest, moment - sent_at[fd].pop(0)[1])
            # A half of the window at a time, or each message costs a call of the system.
            if state[fd][0] - state[fd][1] <= window // 2:
                send(fd)
    poll.close()
    return total / (time.monotonic() - began), longest * 1000
