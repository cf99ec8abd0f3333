// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import Synchronization

/// A running machine and the output of its serial ports. It is switched off with the object.
final class MachineRun {
  enum Event {
    case output(port: Int, [UInt8])
    /// QEMU has ended, and all its output has been read.
    case ended(status: Int32, said: String)
    case timeout
  }

  private let child: ChildProcess
  /// The pipes of the serial ports, then that of QEMU's own messages.
  private let pipes: [Pipe]
  private var open: [Int]
  private var said = ""
  /// Serializes starts. Another thread's machine must not inherit a pipe before its descriptors are
  /// marked close-on-exec, or the end of file would come only when that machine ends.
  private static let starting = Mutex(())
  private let interruption: Interruption?

  /// Switches the machine on.
  init(_ machine: Machine, interruption: Interruption?) throws(LabError) {
    (pipes, child) = try Self.start(machine)
    self.interruption = interruption
    open = Array(pipes.indices)
  }

  private static func start(_ machine: Machine) throws(LabError) -> ([Pipe], ChildProcess) {
    try starting.withLock { _ throws(LabError) in
      var pipes: [Pipe] = []
      for port in 0...machine.serialPorts {
        pipes.append(try Pipe(bothWays: port == machine.inputPort))
      }
      let messages = pipes[machine.serialPorts].writing
      var files = [STDOUT_FILENO: messages, STDERR_FILENO: messages]
      let others = pipes.dropLast().map(\.writing) + machine.disks.map(\.descriptor)
      for (index, file) in others.enumerated() { files[Int32(index) + 3] = file }
      defer { for pipe in pipes { pipe.closeWriting() } }
      do throws(SpawnError) {
        return (pipes, try ChildProcess(machine.command, files: files, in: machine.directory))
      } catch { throw .system("cannot run \(error.program)", error.reason.rawValue) }
    }
  }

  var processID: pid_t { child.id }

  /// The next event, at the latest when the deadline passes.
  func next(until deadline: Deadline) throws(LabError) -> Event {
    while !deadline.hasPassed {
      if open.isEmpty { return .ended(status: child.wait(), said: lastMessage) }
      // Read the domain's own port before the first one, which reports the domain's end.
      for pipe in try readable(within: deadline.milliseconds).reversed() {
        let bytes = pipes[pipe].read()
        if bytes.isEmpty {
          open.removeAll { $0 == pipe }
        } else if pipe < pipes.count - 1 {
          return .output(port: pipe, bytes)
        } else {
          said = String((said + String(decoding: bytes, as: UTF8.self)).suffix(4096))
        }
      }
    }
    return .timeout
  }

  /// Writes to a serial port that takes input.
  func send(_ text: String, to port: Int) { pipes[port].send(text) }

  /// The pending output of the serial ports, without waiting.
  func remainder() throws(LabError) -> [(port: Int, bytes: [UInt8])] {
    var all: [(port: Int, bytes: [UInt8])] = []
    while true {
      let ready = try readable(within: 0).filter { $0 < pipes.count - 1 }
      let chunks = ready.map { ($0, pipes[$0].read()) }.filter { !$0.1.isEmpty }
      if chunks.isEmpty { return all }
      all += chunks
    }
  }

  /// The pipes that have data or have ended.
  private func readable(within milliseconds: Int32) throws(LabError) -> [Int] {
    var waiting = open.map { pollfd(fd: pipes[$0].reading, events: Int16(POLLIN), revents: 0) }
    waiting.append(
      pollfd(fd: interruption?.descriptor ?? -1, events: Int16(POLLIN), revents: 0))
    _ = poll(&waiting, nfds_t(waiting.count), milliseconds)
    if let signal = interruption?.pending { throw .interrupted(signal) }
    return zip(open, waiting).filter { $0.1.revents != 0 }.map(\.0)
  }

  private var lastMessage: String { said.split(separator: "\n").last.map(String.init) ?? "" }
}
