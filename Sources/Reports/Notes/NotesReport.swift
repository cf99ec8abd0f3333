// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// The Xen notes that the loaders use, as part of a report of `pvkit check`.
public struct NotesReport: Encodable, Sendable {
  /// `PT_NOTE`, `SHT_NOTE`, `__xen_guest` or `none`.
  public let source: String
  /// The values by name of the note, or key in the legacy string; numbers are hexadecimal strings.
  public let values: [String: String]
  /// Why the source is `none` although the kernel has Xen notes, as part of a description of the
  /// image: `Xen notes that Xen 3.0.2 does not read`; nil if it has none, or they are read.
  let unread: String?

  private enum CodingKeys: CodingKey { case source, values }

  /// - Parameter xen: the release whose loaders read the notes.
  public init(_ image: GuestImage, xen: XenRelease) {
    guard let kernel = image.kernel else {
      source = NoteSource.none.rawValue
      values = [:]
      unread = nil
      return
    }
    let parameters = XenLibelf.parse(kernel: kernel, hvm: false, release: xen).parameters
    source = parameters.source.rawValue
    values =
      parameters.source == .legacy
      ? NotesReport.legacyValues(of: image) : NotesReport.values(of: parameters)
    let hasNotes = (try? image.elf.get())?.notes.contains(where: \.isXen) ?? false
    unread =
      parameters.source != .none || !hasNotes
      ? nil
      : xen.readsNotes
        ? "Xen notes that loaders do not find" : "Xen notes that Xen \(xen) does not read"
  }

  private static func values(of parameters: GuestParameters) -> [String: String] {
    let named = parameters.notes.map { number, value in
      (XenNote.number(number)?.name ?? "\(number)", text(value))
    }
    return Dictionary(named) { $1 }
  }

  private static func text(_ value: GuestParameters.Value) -> String {
    switch value {
    case .number(let number): hex(number)
    case .string(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  private static func legacyValues(of image: GuestImage) -> [String: String] {
    let pairs = (try? image.elf.get())?.legacy?.pairs ?? []
    return Dictionary(pairs.map { ($0.key, $0.value) }) { $1 }
  }
}
