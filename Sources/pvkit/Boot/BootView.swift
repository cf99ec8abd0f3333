// SPDX-License-Identifier: Apache-2.0

import Base
@preconcurrency import Glibc
import HypervisorABI
import HypervisorLab
import Reports

/// Shows a boot: the guest's console on standard output, pvkit's messages on standard error.
struct BootView: Sendable {
  private let json: Bool
  private let verbose: Bool
  /// Whether the console is not shown, because it goes to a file or into the JSON.
  private let hidesConsole: Bool
  private let title: String
  private let out = Style.terminal(STDOUT_FILENO)
  private let err = Style.terminal(STDERR_FILENO)

  init(command: BootCommand, _ mode: GuestMode) {
    json = command.format == .json
    verbose = command.verbose
    hidesConsole = json || command.log != nil
    title = "\(command.image) as \(mode.title(command.role))"
  }

  func show(_ event: BootEvent) {
    switch event {
    case .starting(let xen, _):
      note("booting \(title)" + (xen.map { " on Xen \($0.version)" } ?? ""))
    case .stage(let stage): note(stage)
    case .line(let line): show(line)
    case .forwarding(let port):
      note("127.0.0.1:\(port.host) leads to port \(port.guest) of the guest")
    case .disk(let disk, let isKept):
      note(disk.path.printable + (isKept ? " has the guest's changes" : " is unchanged"))
    }
  }

  private func show(_ line: ConsoleLine) {
    switch line.speaker {
    case .guest where !hidesConsole: put(line.text.printable)
    case .hypervisor where verbose: complain(err.paint("(XEN) " + line.text.printable, .dim))
    case .toolstack where verbose: complain(err.paint("(dom0) " + line.text.printable, .dim))
    default: break
    }
  }

  func finish(_ result: BootResult) throws {
    if json { return put(try renderJSON(BootRecord(result))) }
    let ink: Style.Ink = result.succeeded ? .good : .bad
    put(out.paint("\(sentence(result)) after \(seconds(result.seconds)) s", ink))
    for word in result.words { put("  " + word.printable) }
    if let crash = result.crash { for line in CrashText(crash).lines { put(line) } }
  }

  /// Reports a boot that failed. In text, only the message on standard error does so.
  func finish(_ failure: FailureReport) throws {
    if json { put(try renderJSON(failure, of: BootRecord.form, .pretty)) }
  }

  private func sentence(_ result: BootResult) -> String {
    let missed = result.expectationMet == false && result.outcome.isClean
    return result.outcome.sentence + (missed ? " before it printed the expected text" : "")
  }

  private func seconds(_ time: Double) -> String {
    let tenths = Int((time * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private func note(_ text: String) { complain(err.paint("pvkit: " + text, .dim)) }

  /// Prints one line and flushes it. If the reader is gone, SIGPIPE ends the boot.
  private func put(_ text: String) {
    print(text)
    fflush(stdout)
  }
}
