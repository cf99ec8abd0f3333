// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// What one command cost: medians over its runs.
struct Measurement {
  /// User and system time of the process, in milliseconds.
  let cpu: Double
  /// By the clock, in milliseconds.
  let real: Double
  /// Greatest resident set, in KiB.
  let memory: Int

  /// Runs the commands in turn, `rounds` times each, so that a machine that speeds up or slows
  /// down does so for all of them.
  static func sideBySide(_ commands: [[String]], rounds: Int) -> [Measurement] {
    var samples = [[Measurement]](repeating: [], count: commands.count)
    for _ in 0..<rounds {
      for (index, command) in commands.enumerated() {
        samples[index].append(once(command))
      }
    }
    return samples.map(median)
  }

  private static func median(_ samples: [Measurement]) -> Measurement {
    let middle = samples.count / 2
    return Measurement(
      cpu: samples.map(\.cpu).sorted()[middle], real: samples.map(\.real).sorted()[middle],
      memory: samples.map(\.memory).sorted()[middle])
  }

  private static func once(_ command: [String]) -> Measurement {
    let output = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(output) }
    let start = ContinuousClock.now
    guard let child = try? ChildProcess(command, files: [STDOUT_FILENO: output], group: .shared)
    else { fail("cannot run \(command[0])") }
    let status = child.wait()
    // 0 and 1 are both answers: pvkit says 1 when it finds something.
    guard status <= 1 else {
      fail("`\(command.joined(separator: " "))` failed: status \(status)")
    }
    let (seconds, attoseconds) = start.duration(to: .now).components
    let usage = child.usage
    return Measurement(
      cpu: milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
      real: Double(seconds) * 1000 + Double(attoseconds) / 1e15, memory: usage.ru_maxrss)
  }

  private static func milliseconds(_ time: timeval) -> Double {
    Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
  }
}

func fail(_ message: String) -> Never {
  let line = Array("bench: \(message)\n".utf8)
  write(STDERR_FILENO, line, line.count)
  exit(3)
}
