// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The interface of one release of Xen for one type of PV guest. Every number that the hypervisor
/// uses is looked up in the ABI model.
struct Interface: Sendable {
  /// The modelled release.
  let release: XenRelease
  var guest = GuestType.pv64

  /// The value of a constant.
  ///
  /// - Precondition: the model has it in this release, or in the newest one for names that a later
  ///   header introduced but that apply to all releases (error numbers).
  func number(_ name: String) -> UInt64 {
    let early = release.isEarly ? Self.earlyNames[name].flatMap(numberIfNamed) : nil
    guard let value = numberIfNamed(name) ?? early ?? number(name, in: .newest) else {
      preconditionFailure("the model has no \(name)")
    }
    return value
  }

  /// The names that constants had in Xen 2.0.
  private static let earlyNames = [
    "FLAT_KERNEL_CS": "FLAT_GUESTOS_CS", "FLAT_KERNEL_DS": "FLAT_GUESTOS_DS",
    "FLAT_KERNEL_SS": "FLAT_GUESTOS_DS", "FLAT_USER_SS": "FLAT_USER_DS",
    "UVMF_TLB_FLUSH": "UVMF_FLUSH_TLB",
  ]

  /// The value of a constant; nil if the release does not have it.
  func numberIfNamed(_ name: String) -> UInt64? {
    number(name, in: release)
  }

  private func number(_ name: String, in release: XenRelease) -> UInt64? {
    Constant.named(name, in: release, on: guest.architecture).map {
      let value = guest == .pae ? $0.valueWithPAE ?? $0.value : $0.value
      return UInt64(bitPattern: Int64(value))
    }
  }

  /// The name of the layout of requests in a ring, by the width of who made them.
  func ringProtocol(of type: GuestType) -> String {
    let constant = Constant.named(
      "XEN_IO_PROTO_ABI_NATIVE", in: .newest, on: type.architecture)
    guard case .text(let name) = constant?.form else { return "" }
    return name
  }

  /// The type of the hypervisor, and of the initial domain beside a domU. A 64-bit one also runs
  /// 32-bit guests with PAE, since 3.1; others have a hypervisor of their own type.
  var hypervisorType: GuestType {
    guest == .pae && release >= XenRelease(3, 1) ? .pv64 : guest
  }

  /// The layout of a structure; nil if the release does not have it.
  func structure(_ name: String) -> StructurePlaces? {
    Layout(name, in: release, on: guest.architecture).map(StructurePlaces.init)
  }

  /// The offsets of members of a byte each in an element of an array of a structure, whose elements
  /// have a structure without a name.
  func bytePlaces(_ structure: String, in array: String) -> [String: Int] {
    let declared = Structure.named(structure, in: release, on: guest.architecture)
    let field = declared?.fields.first { $0.name == array }
    guard case .members(_, let members)? = field?.type else { return [:] }
    return Dictionary(
      members.enumerated().map { ($0.element.name ?? "", $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The layout of a structure.
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
  /// The last release that the model describes.
  static var newest: XenRelease { modelled.last ?? .standard }
}

/// The members of a structure by their path, such as `console.domU.mfn`.
struct StructurePlaces: Sendable {
  /// The offset and size of a member in bytes.
  struct Place: Sendable {
    let offset: Int
    let size: Int
  }

  let size: Int
  private let places: [String: Place]
  /// All members by their path.
  var paths: [String: Place] { places }

  init(_ layout: Layout) {
    size = layout.size
    places = Dictionary(
      layout.members.map { ($0.path, Place(offset: $0.offset, size: $0.size)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// A member by its path; nil if this release's structure does not have it. A guest handle is a
  /// structure since 3.0.3 and was a pointer before; both have the later path, such as `ports.p`.
  subscript(path: String) -> Place? {
    places[path] ?? (path.hasSuffix(".p") ? places[String(path.dropLast(2))] : nil)
  }

  /// The offset of a member in bytes.
  ///
  /// - Precondition: the structure has it.
  func offset(_ path: String) -> Int {
    guard let place = places[path] else { preconditionFailure("no member \(path)") }
    return place.offset
  }
}

/// The commands of a hypercall in one release, by number.
struct CommandTable<Command: CaseIterable & RawRepresentable & Sendable>: Sendable
where Command.RawValue == String {
  private let commands: [UInt64: Command]

  /// - Parameter interface: the release whose headers name the commands; a case's raw value is that
  ///   name.
  init(_ interface: Interface) {
    let named = Command.allCases.compactMap { command in
      interface.numberIfNamed(command.rawValue).map { ($0, command) }
    }
    commands = Dictionary(named, uniquingKeysWith: { first, _ in first })
  }

  /// The command; nil for a number that the release does not define or the hypervisor does not
  /// handle.
  subscript(number: UInt64) -> Command? { commands[number & 0xffff_ffff] }
}
