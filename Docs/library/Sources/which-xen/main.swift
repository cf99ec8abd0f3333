// SPDX-License-Identifier: Apache-2.0

// The releases of Xen whose toolstack builds a domain of each kernel that is named.

import GuestImage
import HypervisorABI
import Loaders

/// `.init.text`: the section in which a PV guest begins, by the note that says where it does.
func entry(of kernel: ElfFile) -> String? {
  guard let note = kernel.notes.first(where: { $0.note?.name == "ENTRY" }),
    let address = note.number
  else { return nil }
  return kernel.section(containing: address)?.name
}

func report(_ path: String) throws {
  let image = try GuestImage.open(path: path)
  let kernel = try image.elf.get()
  print("\(path): the PV entry is " + (entry(of: kernel).map { "in \($0)" } ?? "not known"))
  for mode in [GuestMode.pv, .pvh] {
    let verdicts = XenRelease.modelled.map {
      Libxenguest.verdict(on: image, mode: mode, target: Target(xen: $0))
    }
    let releases = verdicts.filter(\.accepts).map(\.xen.description)
    let refusal = "none: " + (verdicts.last?.reason ?? "")
    print("  \(mode.rawValue): " + (releases.isEmpty ? refusal : releases.joined(separator: " ")))
  }
}

do {
  for path in CommandLine.arguments.dropFirst() { try report(path) }
} catch {
  print("which-xen: \(error)")
}
