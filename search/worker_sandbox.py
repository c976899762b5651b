"""Rights taken away from a query worker: it may compute, read its checkpoint and write to its pipe, no more.

Linux on x86-64 and AArch64: a seccomp filter answers EPERM to every system call that opens a file for writing, a socket
or a process (https://docs.kernel.org/userspace-api/seccomp_filter.html). The engine opens the files of a large checkpoint
when a query first needs them, so reading is left to Landlock, which allows the checkpoint's folder alone
(https://docs.kernel.org/userspace-api/landlock.html, Linux 5.13). Where a kernel has no Landlock, a checkpoint of few
files has them all open by then and the filter denies every opening; a larger one may read. Elsewhere only the resource
limits hold, beside the refusals of ``sparql_text``. ``drop_rights`` returns whether the worker is shut in.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

# system call numbers: open, openat2, creat, socket, connect, bind, listen, accept, accept4, execve, execveat,
# fork, vfork, ptrace, process_vm_readv, process_vm_writev, unlink(at), rename(at, at2), mkdir(at), rmdir, link(at),
# symlink(at), chmod/fchmod(at), chown family, mount, umount2, io_uring_setup, bpf, kexec_load, init_module, memfd_create, clone, clone3
DENIED = {
    "x86_64": (0xC000003E, (
        2, 437, 85, 41, 42, 49, 50, 43, 288, 59, 322, 57, 58, 101, 310, 311, 87, 263, 82, 264, 316, 83, 258, 84,
        86, 265, 88, 266, 90, 91, 268, 92, 93, 94, 260, 165, 166, 425, 321, 246, 175, 319, 53, 76, 77, 132, 235, 261, 280, 56, 435,
    )),
    "aarch64": (0xC00000B7, (
        437, 198, 203, 200, 201, 202, 242, 221, 281, 117, 270, 271, 35, 38, 276, 34, 37, 36, 52, 53, 54, 55, 40, 39,
        425, 280, 104, 105, 279, 199, 45, 46, 88, 220, 435,
    )),
}  # fmt: skip

OPENAT = {"x86_64": 257, "aarch64": 56}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
OPEN_AT_ONCE = 16
"""Table files that RocksDB opens with the database where it may not hold all of them (kInitialLoadLimit)"""
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
EVERY_FILE_RIGHT, READ_FILE, READ_FOLDER = (1 << 13) - 1, 1 << 2, 1 << 3
"""File rights of Landlock's first version"""
PATH_BENEATH = 1
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_SET_PDEATHSIG, SECCOMP_MODE_FILTER = 38, 22, 1, 2
LOAD_WORD, JUMP_EQUAL, JUMP_ANY, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, DENY, KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000


class Program(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the server is gone (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_resources(memory: int) -> None:
    """Bound address space (``memory`` bytes beyond what is in use now), written files and core dumps."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))


def filter_program(machine: str, may_read: bool) -> bytes | None:
    """The classic BPF program for a machine, None where its call numbers are not known here.

    ``may_read``: a file may be opened where no flag asks for writing (the third argument of openat).
    """
    if machine not in DENIED:
        return None
    arch, calls = DENIED[machine]
    calls = calls if may_read else (*calls, OPENAT[machine])
    steps = [(LOAD_WORD, 0, 0, 4), (JUMP_EQUAL, 1, 0, arch), (RETURN, 0, 0, KILL), (LOAD_WORD, 0, 0, 0)]
    steps += [step for call in calls for step in ((JUMP_EQUAL, 0, 1, call), (RETURN, 0, 0, DENY))]
    steps += [(JUMP_EQUAL, 0, 3, OPENAT[machine]), (LOAD_WORD, 0, 0, 32), (JUMP_ANY, 0, 1, WRITING), (RETURN, 0, 0, DENY)]
    steps.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def drop_rights(folder: Path) -> bool:
    """Shut every thread of this process in, with nothing but ``folder`` to read; True where that holds."""
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform != "linux" or libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    confined = allow_reading(libc, folder)
    may_read = confined or len(list(folder.glob("*.sst"))) > OPEN_AT_ONCE
    code = filter_program(platform.machine(), may_read)
    return code is not None and install(libc, code) and (confined or not may_read)


def allow_reading(libc: ctypes.CDLL, folder: Path) -> bool:
    """Let this thread and those it starts reach ``folder`` alone, and that only to read; False where Landlock is not at hand."""
    attributes = struct.pack("Q", EVERY_FILE_RIGHT)
    rules = libc.syscall(LANDLOCK_CREATE, attributes, len(attributes), 0)
    if rules < 0:
        return False
    place = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        rule = struct.pack("=Qi", READ_FILE | READ_FOLDER, place)
        if libc.syscall(LANDLOCK_ADD, rules, PATH_BENEATH, rule, 0) != 0:
            return False
        return bool(libc.syscall(LANDLOCK_RESTRICT, rules, 0) == 0)
    finally:
        os.close(place)
        os.close(rules)


def install(libc: ctypes.CDLL, code: bytes) -> bool:
    """Put the filter on every thread; True where the kernel took it."""
    program = Program(len(code) // 8, code)
    seccomp = {"x86_64": 317, "aarch64": 277}[platform.machine()]
    set_mode_filter, all_threads = 1, 1
    if libc.syscall(seccomp, set_mode_filter, all_threads, ctypes.byref(program)) == 0:
        return True
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)
