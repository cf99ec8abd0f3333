// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Glibc
import Testing

@Suite struct ChildProcessTests {
  @Test(arguments: [ChildProcess.ProcessGroup.own, .shared]) func tellsHowItEnded(
    _ group: ChildProcess.ProcessGroup
  ) throws {
    #expect(try ChildProcess(["true"], group: group).wait() == 0)
    #expect(try ChildProcess(["sh", "-c", "exit 7"], group: group).wait() == 7)
    #expect(try ChildProcess(["sh", "-c", "kill -9 $$"], group: group).wait() == 128 + SIGKILL)
  }

  @Test func saysThatThereIsNoSuchProgram() throws {
    let error = #expect(throws: SpawnError.self) {
      try ChildProcess(["no-such-program-at-all"], group: .shared)
    }
    #expect(
      error?.description == "cannot run no-such-program-at-all: No such file or directory")
  }

  /// Descriptors whose numbers are each other's: none is overwritten before it is copied.
  @Test func givesEachDescriptorItsNumber() throws {
    let directory = try ScratchDirectory("test")
    var files: [Int32] = []
    for name in ["one", "two", "three"] {
      files.append(open(directory.file(name), O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
    }
    defer { for file in files { close(file) } }
    let turned = [files[0]: files[1], files[1]: files[2], files[2]: files[0]]
    let script = files.map { "echo \($0) >&\($0)" }.joined(separator: "; ")
    #expect(try ChildProcess(["bash", "-c", script], files: turned).wait() == 0)
    let texts = try ["one", "two", "three"].map {
      try Command.run(["cat", directory.file($0)]).output
    }
    #expect(texts == ["\(files[2])\n", "\(files[0])\n", "\(files[1])\n"])
  }

  @Test func runsWithVariablesInADirectory() throws {
    let directory = try ScratchDirectory("test")
    let script = #"test "$PWD" = "$PLACE" && test "$LANG" = other && test -n "$PATH""#
    let child = try ChildProcess(
      ["sh", "-c", script], variables: ["PLACE": directory.path, "LANG": "other"],
      in: directory.path)
    #expect(child.wait() == 0)
  }

  @Test func hasAnEmptyInput() throws {
    #expect(try ChildProcess(["sh", "-c", "! read line"], group: .own).wait() == 0)
  }

  /// What it started is stopped with it; nobody waits for the minute.
  @Test func isStoppedWithWhatItStarted() throws {
    let directory = try ScratchDirectory("test")
    let fifo = directory.file("fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    let script = #"sleep 600 > "$1" & sleep 600"#
    let child = try ChildProcess(["sh", "-c", script, "sh", fifo])
    let reading = open(fifo, O_RDONLY | O_CLOEXEC)
    defer { close(reading) }
    #expect(child.isRunning())
    child.stop()
    #expect(child.status == 128 + SIGKILL)
    var byte: UInt8 = 0
    #expect(read(reading, &byte, 1) == 0, "the other end is closed")
  }

  @Test func measuresWhatItTook() throws {
    let child = try ChildProcess(["sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done"])
    #expect(child.wait() == 0)
    #expect(child.usage.ru_maxrss > 100)
    #expect(child.usage.ru_utime.tv_usec + child.usage.ru_utime.tv_sec * 1_000_000 > 0)
  }

  /// Some supervisors start programs so; the system then keeps no status of children by itself.
  @Test func endsWhereChildrenAreIgnored() throws {
    let headers = try DebianImages.linuxHeaders()
    let verify = try Command.run(
      ["env", "--ignore-signal=CHLD", Places.pvkit, "abi", "verify", headers])
    #expect(verify.status == 0, "\(verify.errors)")
  }
}
