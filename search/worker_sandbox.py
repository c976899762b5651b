"""Rights taken away from a query worker: after the checkpoint is open it may compute and write to its pipe, no more.

Linux on x86-64 and AArch64: a seccomp filter answers EPERM to every system call that opens files, sockets or
processes (https://docs.kernel.org/userspace-api/seccomp_filter.html). Elsewhere only the resource limits hold,
beside the refusals of ``sparql_text``; ``drop_rights`` returns what was applied so that the endpoint can say it.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

# system call numbers: open, openat, openat2, creat, socket, connect, bind, listen, accept, accept4, execve, execveat,
# fork, vfork, ptrace, process_vm_readv, process_vm_writev, unlink(at), rename(at, at2), mkdir(at), rmdir, link(at),
# symlink(at), chmod/fchmod(at), chown family, mount, umount2, io_uring_setup, bpf, kexec_load, init_module, memfd_create, clone, clone3
DENIED = {
    "x86_64": (0xC000003E, (
        2, 257, 437, 85, 41, 42, 49, 50, 43, 288, 59, 322, 57, 58, 101, 310, 311, 87, 263, 82, 264, 316, 83, 258, 84,
        86, 265, 88, 266, 90, 91, 268, 92, 93, 94, 260, 165, 166, 425, 321, 246, 175, 319, 53, 76, 77, 132, 235, 261, 280, 56, 435,
    )),
    "aarch64": (0xC00000B7, (
        56, 437, 198, 203, 200, 201, 202, 242, 221, 281, 117, 270, 271, 35, 38, 276, 34, 37, 36, 52, 53, 54, 55, 40, 39,
        425, 280, 104, 105, 279, 199, 45, 46, 88, 220, 435,
    )),
}  # fmt: skip

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_SET_PDEATHSIG, SECCOMP_MODE_FILTER = 38, 22, 1, 2
LOAD_WORD, JUMP_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, DENY, KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000


class Program(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the server is gone (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_resources(memory: int, seconds: float) -> None:
    """Bound address space (``memory`` bytes beyond what is in use now), CPU seconds, written files and core dumps."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))


def filter_program(machine: str) -> bytes | None:
    """The classic BPF program for a machine, None where its call numbers are not known here."""
    if machine not in DENIED:
        return None
    arch, calls = DENIED[machine]
    steps = [(LOAD_WORD, 0, 0, 4), (JUMP_EQUAL, 1, 0, arch), (RETURN, 0, 0, KILL), (LOAD_WORD, 0, 0, 0)]
    for i, call in enumerate(calls):
        steps.append((JUMP_EQUAL, len(calls) - i, 0, call))
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, DENY)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def drop_rights() -> bool:
    """Install the filter on every thread of this process; True where it holds."""
    code = filter_program(platform.machine()) if sys.platform == "linux" else None
    if code is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    program = Program(len(code) // 8, code)
    seccomp = {"x86_64": 317, "aarch64": 277}[platform.machine()]
    set_mode_filter, all_threads = 1, 1
    if libc.syscall(seccomp, set_mode_filter, all_threads, ctypes.byref(program)) == 0:
        return True
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)
