// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Glibc
import HypervisorABI
import Loaders

/// The real libxenguest, behind a pipe (Tests/Support/LoaderOracle).
final class Oracle {
  /// What it says of an image.
  struct Answer {
    enum Status: UInt32 { case refused, accepted, crashed, hung }

    let status: Status
    /// The signal that ended it, when it crashed.
    let signal: UInt32
    let guestType: String
    /// libelf's errors, without "ERROR: ".
    let words: String
    let log: String

    var accepts: Bool { status == .accepted }
  }

  private let input: Int32
  private let output: Int32
  private let child: ChildProcess

  init() throws {
    let program = try Self.program.get()
    let (requests, answers) = (try Oracle.pipe(), try Oracle.pipe())
    child = try ChildProcess(
      [program], files: [0: requests.read, 1: answers.write], group: .shared)
    close(requests.read)
    close(answers.write)
    (input, output) = (requests.write, answers.read)
  }

  deinit {
    close(input)
    close(output)
    child.wait()
  }

  /// Asks about one image; the domain has the memory that verdicts assume.
  func ask(_ image: [UInt8], _ mode: GuestMode, pv32: Bool = false) throws -> Answer {
    try send(words([mode == .pvh ? 1 : 0, pv32 ? 1 : 0] as [UInt32]))
    try send(words([UInt64(image.count), Target.standardMemory]))
    try send(image)
    let head = try receive(20)
    let numbers = (0..<5).map { index in
      head.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self) }
    }
    return Answer(
      status: Answer.Status(rawValue: numbers[0]) ?? .crashed, signal: numbers[1],
      guestType: try text(numbers[2]), words: try text(numbers[3]).withoutPrefix("ERROR: "),
      log: try text(numbers[4]))
  }

  private func words<T: FixedWidthInteger>(_ values: [T]) -> [UInt8] {
    values.withUnsafeBytes { Array($0) }
  }

  private func text(_ length: UInt32) throws -> String {
    var text = String(decoding: try receive(Int(length)), as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}

extension Oracle {
  /// Compiled once for a run of the tests, with the library that Debian has. Its definitions of what
  /// the library calls come before libxenctrl's.
  private static let program = Result { () throws -> String in
    let sources = Places.package + "/Tests/Support/LoaderOracle"
    let program = Places.package + "/.build/LoaderOracle"
    let files = ["hypervisor", "load", "main"].map { "\(sources)/\($0).c" }
    let compiled = try Command.run(
      ["gcc", "-O1", "-rdynamic", "-o", program] + files
        + ["-lxenguest", "-lxenctrl", "-lxentoollog"])
    guard compiled.status == 0 else { throw Missing(what: "libxen-dev (\(compiled.errors))") }
    return program
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { throw Missing(what: "a pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { write(input, $0.baseAddress! + sent, $0.count - sent) }
      guard count > 0 else { throw Missing(what: "the oracle's ear") }
      sent += count
    }
  }

  private func receive(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var received = 0
    while received < count {
      let got = bytes.withUnsafeMutableBytes {
        read(output, $0.baseAddress! + received, count - received)
      }
      guard got > 0 else { throw Missing(what: "the oracle's answer") }
      received += got
    }
    return bytes
  }
}

extension String {
  func withoutPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
