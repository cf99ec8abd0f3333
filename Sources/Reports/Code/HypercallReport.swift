// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import HypervisorABI

/// A place where a kernel makes a hypercall.
public struct HypercallReport: Encodable, Sendable {
  /// The address at run time.
  public let address: String
  /// The nearest symbol; null if there are no symbols.
  public let symbol: Nullable<String>
  /// The offset from the symbol; null if there are no symbols.
  public let offset: Nullable<String>
  /// How the kernel calls: `page`, `jump`, `function`, `indirect`, `syscall`, `int82`, `vmcall` or
  /// `vmmcall`.
  public let way: HypercallSite.Way
  /// The hypercall number; null if it is not known.
  public let number: Nullable<Int>
  /// The hypercall's name, without `__HYPERVISOR_`; null if it is not known.
  public let name: Nullable<String>
  /// What is wrong with the hypercall.
  public let problems: [String]
  /// The severity of the problems.
  public let severity: Severity
  /// Whether the release has no such hypercall, but the kernel handles the -ENOSYS.
  public let isTried: Bool

  /// - Parameter severity: the severity of problems; nil if the rule is off.
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

  /// The cells of a table row: the function, the hypercall, the way of calling.
  var cells: [String] {
    let place = symbol.value.map { $0.printable + (offset.value.map { "+" + $0 } ?? "") }
    return [
      place ?? address, call, way.rawValue + (isTried ? ", -ENOSYS is handled" : ""),
    ]
  }
}
