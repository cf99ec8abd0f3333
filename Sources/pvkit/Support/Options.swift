// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Loaders

enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

enum ModeChoice: String, ExpressibleByArgument, CaseIterable {
  case pv, pvh, all

  var modes: [GuestMode] { GuestMode(rawValue: rawValue).map { [$0] } ?? GuestMode.allCases }
}

enum RoleChoice: String, ExpressibleByArgument, CaseIterable {
  case domU, dom0, all

  var roles: [DomainRole] { DomainRole(rawValue: rawValue).map { [$0] } ?? DomainRole.allCases }
}

extension XenRelease: ExpressibleByArgument {
  /// A release of Xen that the model describes; stable updates (4.17.7) count as their release.
  public init?(argument: String) {
    guard let asked = XenRelease(argument),
      let known = XenRelease.modelled.last(where: { $0 <= asked }),
      known.major == asked.major, known.minor == asked.minor
    else { return nil }
    self = known
  }

  /// Offered by shells only: a list of all in an error's text would be 30 lines long.
  public static var defaultCompletionKind: CompletionKind { .list(modelled.map(\.description)) }

  /// For the help: the first and the last.
  static let range = "\(modelled[0]) … \(modelled[modelled.count - 1])"
}

/// A number of bytes as people write it: `4096`, `64K`, `512M`, `1G`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int
  let text: String

  init(_ bytes: Int, text: String) {
    self.bytes = bytes
    self.text = text
  }

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = argument.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), number > 0,
      case (let bytes, let overflow) = number.multipliedReportingOverflow(by: unit ?? 1), !overflow
    else { return nil }
    self.init(bytes, text: argument)
  }

  var defaultValueDescription: String { text }
}

/// What every command that opens images takes.
struct ImageOptions: ParsableArguments {
  @Option(help: "Unpack a payload to at most this many bytes (K, M, G).")
  var maxUnpacked = ByteCount(1 << 30, text: "1G")

  @Option(help: "text or json.")
  var format = OutputFormat.text

  @Argument(help: "A vmlinux, bzImage or gzipped ELF; - reads standard input.")
  var images: [String]

  /// Does the work for each image, and goes on after one that fails; the worst of the ends.
  func worst(_ work: (String) throws -> ExitStatus) -> ExitStatus {
    images.map { image in
      do {
        return try work(image)
      } catch {
        complain("pvkit: \(error)")
        return .failed
      }
    }.max() ?? .clean
  }
}
