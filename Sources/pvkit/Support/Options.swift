// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage
import HypervisorABI
import Loaders
import Reports

enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

enum ModeChoice: String, ExpressibleByArgument, CaseIterable {
  case pv, pvh, hvm, shim, all, offered

  /// Nil for those that the image offers.
  var modes: [GuestMode]? {
    if self == .offered { return nil }
    return GuestMode(rawValue: rawValue).map { [$0] } ?? GuestMode.kernels
  }
}

enum RoleChoice: String, ExpressibleByArgument, CaseIterable {
  case domU, dom0, all

  var roles: [DomainRole] { DomainRole(rawValue: rawValue).map { [$0] } ?? DomainRole.allCases }
}

/// A number of bytes with an optional unit: `4096`, `64K`, `512M`, `1G`, `1T`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int
  let text: String

  init(_ bytes: Int, text: String) {
    self.bytes = bytes
    self.text = text
  }

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let unit = argument.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), number > 0,
      case (let bytes, let overflow) = number.multipliedReportingOverflow(by: unit ?? 1), !overflow
    else { return nil }
    self.init(bytes, text: argument)
  }

  var defaultValueDescription: String { text }
}

/// Runs the work on one image. An image that cannot be read is reported, and does not end the
/// command.
func attempt(
  _ work: (String) throws -> ExitStatus, on image: String,
  failed: (FailureReport) throws -> Void
) throws -> ExitStatus {
  do {
    return try work(image)
  } catch let error as ImageError {
    complain("pvkit: \(error)")
    try failed(FailureReport(error))
    return .failed
  }
}
