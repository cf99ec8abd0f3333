// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Parses the string in the section `__xen_guest`, `KEY=VALUE,KEY,…`, which was used before notes
/// (libelf-dominfo.c@4.17, elf_xen_parse_guest_info).
extension NoteParser {
  /// Reads the keys. An unknown required feature does not refuse the image here, but stops the
  /// parsing, so that later keys are ignored.
  mutating func parseLegacyString(at start: UInt64) {
    var reader = LegacyReader(elf: elf, pointer: start)
    while let (key, value) = reader.next() {
      if key.elementsEqual("FEATURES".utf8) {
        do throws(Refusal) { try FeatureString.take(value, dialect, into: &parameters) } catch {
          break
        }
      } else {
        take(key: String(decoding: key, as: UTF8.self), value)
      }
    }
    if dialect.addsVirtBaseLast, let base = parameters.virtBase,
      let page = parameters.hypercallPage
    {
      parameters.hypercallPage = GuestParameters.address(page &+ base)
    }
  }

  private mutating func take(key: String, _ value: [UInt8]) {
    switch key {
    case "LOADER": parameters.loader = GuestParameters.short(value)
    case "GUEST_OS": parameters.guestOS = GuestParameters.short(value)
    case "GUEST_VER": parameters.guestVersion = GuestParameters.short(value)
    case "XEN_VER": parameters.xenVersion = GuestParameters.short(value)
    case "PAE": takeLegacyPAE(value)
    case "BSD_SYMTAB": parameters.wantsSymbols = true
    case "VIRT_BASE": parameters.virtBase = GuestParameters.address(number(value))
    case "VIRT_ENTRY": parameters.entry = GuestParameters.address(number(value))
    case "ELF_PADDR_OFFSET": parameters.paddrOffset = GuestParameters.address(number(value))
    case "HYPERCALL_PAGE": takeHypercallPage(number(value) << 12)
    default: break
    }
  }

  /// The string has the page number of the hypercall page, not its address.
  private mutating func takeHypercallPage(_ offset: UInt64) {
    let base = dialect.addsVirtBaseLast ? 0 : parameters.virtBase ?? .max
    parameters.hypercallPage = GuestParameters.address(offset &+ base)
  }

  private mutating func takeLegacyPAE(_ value: [UInt8]) {
    if value.elementsEqual("yes[extended-cr3]".utf8) {
      parameters.pae = .extendedCR3
    } else if value.starts(with: "yes".utf8) {
      parameters.pae = .pae
    }
  }

  private func number(_ text: [UInt8]) -> UInt64 {
    LegacyNumber.parse(text, asLibc: dialect.host == .toolstack)
  }
}

/// Splits the string. A key has at most 31 bytes and a value 127; the rest of a longer one becomes
/// the next key. The string ends at a NUL or at the end of the image.
struct LegacyReader {
  let elf: RawElf
  var pointer: UInt64

  mutating func next() -> (key: [UInt8], value: [UInt8])? {
    guard current != 0 else { return nil }
    let (key, stop) = token(limit: 31, stops: [UInt8(ascii: ","), UInt8(ascii: "=")])
    guard stop == UInt8(ascii: "=") else { return (key, []) }
    return (key, token(limit: 127, stops: [UInt8(ascii: ",")]).bytes)
  }

  private var current: UInt8 { UInt8(truncatingIfNeeded: elf.unsigned(at: pointer, count: 1)) }

  /// Reads up to a stop character, which is skipped, or up to a NUL or the limit, which are not.
  private mutating func token(limit: Int, stops: [UInt8]) -> (bytes: [UInt8], stop: UInt8?) {
    var bytes: [UInt8] = []
    while bytes.count < limit, current != 0 {
      let byte = current
      pointer &+= 1
      if stops.contains(byte) { return (bytes, byte) }
      bytes.append(byte)
    }
    return (bytes, nil)
  }
}
