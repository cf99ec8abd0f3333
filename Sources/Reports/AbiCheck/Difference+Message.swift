// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Base
import HypervisorABI

extension Difference {
  /// A one-line message: `store_mfn is at 48, Xen 4.17 has it at 56`.
  ///
  /// - Parameter other: the name of the side that the used layout was compared with.
  public func message(against other: String) -> String {
    let name = used?.path ?? self.other.first?.path ?? ""
    let (here, there) = (used, self.other.first)
    return switch kind {
    case .moved:
      "\(name) is at \(place(here)), \(other) has it at \(place(there))\(beneath)"
    case .swapped:
      "\(name) is at \(place(here)), \(other) has it at \(place(there)): swapped with "
        + (self.other.last?.path ?? "")
    // The sizes are equal: an array of other elements, or a bit-field of other bits; the names show
    // it.
    case .resized where here?.size == there?.size:
      "\(name) at \(place(here)) is \(here?.name ?? ""), in \(other) \(there?.name ?? "")"
    case .resized:
      "\(name) at \(place(here)) has \(extent(here)), in \(other) \(extent(there))"
    case .retyped:
      "\(name) at \(place(here)) is \(value(here)), in \(other) \(value(there))"
    case .stride:
      "has \(extent(here)), but arrays of it in \(other) have elements of \(extent(there))"
    case .overlapping:
      "\(name) at \(place(here)), \(extent(here)), does not match the members that \(other) has "
        + "there\(beneath)"
    case .added:
      "\(name) at \(place(here)) is not in \(other)"
    case .alternative:
      "\(name) at \(place(here)) is an additional member of a union"
    case .renamed:
      "\(name) at \(place(here)) is called \(there?.path ?? "") in \(other)"
    case .undeclared:
      "\(name) at \(place(there)) is only in \(other)"
    }
  }

  private func value(_ member: Layout.Member?) -> String {
    let kind =
      switch member?.kind {
      case .signed: "a signed number"
      case .unsigned: "an unsigned number"
      case .pointer: "a pointer"
      case .float: "a floating-point number"
      case .bigEndian: "a big-endian number"
      case nil: "something else"
      }
    return "\(kind) (\(member?.type ?? ""))"
  }

  /// The other side's members of other names at the same place.
  private var beneath: String {
    let names = other.dropFirst(kind == .overlapping ? 0 : 1).map(\.path)
    guard !names.isEmpty else { return "" }
    let more = names.count > Self.mostNames ? ", … \(names.count) in all" : ""
    return " (\(names.prefix(Self.mostNames).joined(separator: ", "))\(more) there)"
  }

  /// The most names to list: a union can have dozens of members.
  private static let mostNames = 3

  private func place(_ member: Layout.Member?) -> String { String(member?.offset ?? 0) }

  private func extent(_ member: Layout.Member?) -> String {
    counted(member?.size ?? 0, "byte")
  }
}
