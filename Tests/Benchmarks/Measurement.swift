// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What one command cost: medians over its runs.
struct Measurement {
  /// User and system time of the process, in milliseconds.
  let cpu: Double
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
      cpu: samples.map(\.cpu).sorted()[middle], memory: samples.map(\.memory).sorted()[middle])
  }

  private static func once(_ command: [String]) -> Measurement {
    let child = spawn(command)
    var usage = rusage()
    var status: Int32 = 0
    wait4(child, &status, 0, &usage)
    // 0 and 1 are both answers: pvkit says 1 when it finds something.
    guard status & 0x7f == 0, (status >> 8) & 0xff <= 1 else {
      fail("`\(command.joined(separator: " "))` failed: status \(status)")
    }
    return Measurement(
      cpu: milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), memory: usage.ru_maxrss)
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

private func spawn(_ command: [String]) -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
  var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
  defer { for string in arguments { free(string) } }
  var child: pid_t = 0
  let failure = posix_spawnp(&child, command[0], &actions, nil, &arguments, environ)
  guard failure == 0 else {
    fail("cannot run \(command[0]): \(String(cString: strerror(failure)))")
  }
  return child
}
