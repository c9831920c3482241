"""Walls around this process, for ever: few system calls, no network, no files, little memory and time.

The list says what is allowed; everything else is refused with EPERM: opening or looking at a file, a socket,
another program or process, mapping memory that can be executed. What the process has open already it keeps,
so whoever calls `confine` opens and imports what it needs first, and takes nothing hostile in before.

Linux on x86-64 and 64-bit ARM. Sources: seccomp(2), prctl(2), unshare(2); the kernel's tables of system calls.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import resource

_NAMES = (
    "read", "write", "close", "lseek", "mmap", "mprotect", "munmap", "brk", "mremap", "madvise",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "sched_yield", "futex", "getpid", "gettid",
    "clock_gettime", "gettimeofday", "getrandom", "restart_syscall", "exit", "exit_group",
)  # fmt: skip
_X86_64 = (
    0, 1, 3, 8, 9, 10, 11, 12, 25, 28, 13, 14, 15, 131, 24, 202, 39, 186, 228, 96, 318, 219, 60, 231,
)  # fmt: skip
_AARCH64 = (
    63, 64, 57, 62, 222, 226, 215, 214, 216, 233, 134, 135, 139, 132, 124, 98, 172, 178, 113, 169, 278, 128, 93, 94,
)  # fmt: skip
_MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}

_LOAD, _EQUAL, _BITS, _ANSWER = 0x20, 0x15, 0x45, 0x06  # classic BPF, as linux/filter.h names them
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000 | errno.EPERM, 0x7FFF0000
_NUMBER_AT, _ARCH_AT, _PROTECTION_AT, _EXECUTABLE = 0, 4, 32, 4
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_SECCOMP, _SET_NO_NEW_PRIVILEGES = 1, 4, 22, 38
_NEW_USER, _NEW_NETWORK, _SIGKILL = 0x10000000, 0x40000000, 9


@dataclass(frozen=True, slots=True)
class Walls:
    """Which walls stand. filtered : the list of system calls, without which nothing hostile may be taken in.

    own_network : a network of its own with nothing in it; empty_root : an empty folder as its whole disk. Both
    are second walls behind the first, and some machines do not grant them.
    """

    filtered: bool = False
    own_network: bool = False
    empty_root: bool = False


def confine(*, seconds: int, memory: int) -> Walls:
    """Put the walls up around this process. There is no way back.

    seconds : of processor time. memory : bytes of address space beyond what is in use now.
    """
    if sys.platform != "linux":
        return Walls()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SET_DEATH_SIGNAL, _SIGKILL, 0, 0, 0)
    libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    most = _in_use() + memory
    alone = libc.unshare(_NEW_USER | _NEW_NETWORK) == 0
    rooted = False
    if alone:
        with suppress(OSError):
            os.chroot(".")
            os.chdir("/")
            rooted = True
    _limit(seconds, most)
    return Walls(_filter(libc), alone, rooted)


def _limit(seconds: int, memory: int) -> None:
    for what, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def _in_use() -> int:
    """Bytes of address space in use; 0 where it cannot be told."""
    with suppress(OSError, ValueError), Path("/proc/self/statm").open() as stream:
        return int(stream.read().split()[0]) * resource.getpagesize()
    return 0


def _filter(libc: ctypes.CDLL) -> bool:
    """Whether the list of system calls is in force."""
    if platform.machine() not in _MACHINES or sys.byteorder != "little":
        return False
    code = _program(*_MACHINES[platform.machine()])
    steps = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]

    program = Program(len(code) // 8, ctypes.cast(steps, ctypes.c_void_p).value)
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, 2, ctypes.byref(program), 0, 0) == 0)


def _program(arch: int, numbers: tuple[int, ...]) -> bytes:
    """The filter: another architecture kills; mapping for execution is refused; the list is allowed."""
    guarded = {numbers[_NAMES.index("mmap")], numbers[_NAMES.index("mprotect")]}
    plain = [number for number in numbers if number not in guarded]
    steps = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_EQUAL, 1, 0, arch),
        (_ANSWER, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    after = len(guarded) + 1  # the jump over the refusal, from the last of the plain ones
    for place, number in enumerate(plain):
        steps.append((_EQUAL, len(plain) - place - 1 + after, 0, number))
    for place, number in enumerate(sorted(guarded)):
        steps.append((_EQUAL, len(guarded) - place - 1 + 2, 0, number))
    steps += [
        (_ANSWER, 0, 0, _REFUSE),
        (_ANSWER, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _PROTECTION_AT),
        (_BITS, 0, 1, _EXECUTABLE),
        (_ANSWER, 0, 0, _REFUSE),
        (_ANSWER, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
