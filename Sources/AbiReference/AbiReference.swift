// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// The reference of the guest ABI: pages and pictures, all of them from the model.
///
/// Equal models give equal bytes: no date, no path, nothing that depends on the machine.
public enum AbiReference {
  /// The pages draw this release's layouts; of what is gone by then, the last release's that had it.
  static let release = XenRelease.modelled[XenRelease.modelled.count - 1]

  /// All files of Docs/abi, in one folder.
  public static func files() -> [GeneratedFile] {
    let history = History.ofAllReleases()
    let headers = HeaderPage.all(history)
    return [
      IndexPage.file(headers), HypercallsPage.file, NotesPage.file, FeaturesPage.file,
      StoreKeysPage.file,
      InterfaceVersionsPage.file, HistoryPage.file(history),
    ] + headers.map(\.file) + Pictures.files
  }
}
