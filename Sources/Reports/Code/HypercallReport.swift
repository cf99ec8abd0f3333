// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import HypervisorABI

/// A place where a kernel calls Xen.
public struct HypercallReport: Encodable, Sendable {
  /// Where it runs.
  public let address: String
  /// The nearest symbol; null without names.
  public let symbol: Nullable<String>
  /// Behind the symbol; null without names.
  public let offset: Nullable<String>
  /// `page`, `jump`, `function`, `syscall`, `int82`.
  public let way: HypercallSite.Way
  /// The hypercall's number; null when it is none that can be seen.
  public let number: Nullable<Int>
  /// Its name, without `__HYPERVISOR_`.
  public let name: Nullable<String>
  /// What is wrong with it.
  public let problems: [String]
  /// How bad that is.
  public let severity: Severity
  /// The release has no such call, and the kernel looks at the -ENOSYS that it gets.
  public let isTried: Bool

  /// - Parameter severity: of problems; nil where nobody wants to know them.
  init(_ site: HypercallSite, _ scan: CodeScan, _ severity: Severity? = .error) {
    let place = scan.symbol(of: site)
    address = hex(scan.address(of: site))
    symbol = Nullable(place?.name)
    offset = Nullable(place.map { hex($0.offset) })
    way = site.way
    number = Nullable(site.number)
    name = Nullable(site.number.flatMap { Hypercall.number($0)?.name })
    isTried = site.isTried
    problems = severity == nil ? [] : site.problems.map(\.description)
    self.severity = severity ?? .note
  }

  /// `sched_op`, `number 60`, `unknown`.
  var call: String { name.value ?? number.value.map { "number \($0)" } ?? "unknown" }

  /// A row for people: the function, the call, the way.
  var cells: [String] {
    let place = symbol.value.map { $0.printable + (offset.value.map { "+" + $0 } ?? "") }
    return [
      place ?? address, call, way.rawValue + (isTried ? ", -ENOSYS, which is looked at" : ""),
    ]
  }
}
