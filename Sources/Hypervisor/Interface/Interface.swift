// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What one release of Xen offers a 64-bit PV guest: every number that the hypervisor uses, looked up
/// in the model.
struct Interface: Sendable {
  /// The release that is played.
  let release: XenRelease

  /// The number of that name.
  ///
  /// - Precondition: the model has it, in this release or, for names that came with a later header
  ///   but hold for all (error numbers), in the newest.
  func number(_ name: String) -> UInt64 {
    let constant = Constant.named(name, in: release) ?? Constant.named(name, in: .newest)
    guard let constant else { preconditionFailure("the model has no \(name)") }
    return UInt64(bitPattern: Int64(constant.value))
  }

  /// The number of that name where the release has one.
  func numberIfNamed(_ name: String) -> UInt64? {
    Constant.named(name, in: release).map { UInt64(bitPattern: Int64($0.value)) }
  }

  /// The structure's places; nil where the release has none of that name.
  func structure(_ name: String) -> StructurePlaces? {
    Layout(name, in: release, on: .x86_64).map(StructurePlaces.init)
  }

  /// The structure's places.
  ///
  /// - Precondition: the release has it.
  func knownStructure(_ name: String) -> StructurePlaces {
    guard let places = structure(name) else {
      preconditionFailure("Xen \(release) has no \(name)")
    }
    return places
  }
}

extension XenRelease {
  /// The last that the model describes.
  static var newest: XenRelease { modelled.last ?? .standard }
}

/// Where the members of a structure lie, by their path: `console.domU.mfn`.
struct StructurePlaces: Sendable {
  /// A member's place in bytes.
  struct Place: Sendable {
    let offset: Int
    let size: Int
  }

  let size: Int
  private let places: [String: Place]
  /// Every member by its path.
  var paths: [String: Place] { places }

  init(_ layout: Layout) {
    size = layout.size
    places = Dictionary(
      layout.members.map { ($0.path, Place(offset: $0.offset, size: $0.size)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Nil where this release's structure has no such member. A handle, which is a structure since 3.0.3
  /// and was a pointer before, goes by the later path: `ports.p`.
  subscript(path: String) -> Place? {
    places[path] ?? (path.hasSuffix(".p") ? places[String(path.dropLast(2))] : nil)
  }

  /// The member's offset.
  ///
  /// - Precondition: the structure has it.
  func offset(_ path: String) -> Int {
    guard let place = places[path] else { preconditionFailure("no member \(path)") }
    return place.offset
  }
}

/// The commands of a hypercall that a release has, by their number.
struct CommandTable<Command: CaseIterable & RawRepresentable & Sendable>: Sendable
where Command.RawValue == String {
  private let commands: [UInt64: Command]

  /// - Parameter interface: whose headers name the commands as the cases' raw values do.
  init(_ interface: Interface) {
    let named = Command.allCases.compactMap { command in
      interface.numberIfNamed(command.rawValue).map { ($0, command) }
    }
    commands = Dictionary(named, uniquingKeysWith: { first, _ in first })
  }

  /// Nil for a number that the release gives no meaning, or the hypervisor here none yet.
  subscript(number: UInt64) -> Command? { commands[number & 0xffff_ffff] }
}
