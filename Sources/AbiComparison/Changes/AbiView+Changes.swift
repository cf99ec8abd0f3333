// SPDX-License-Identifier: Apache-2.0

extension AbiView {
  /// What a guest that was made for this side meets on the other one: numbers first, then
  /// structures by tag, members in their order.
  public func changes(to other: AbiView) -> [AbiChange] {
    numberChanges(to: other) + structureChanges(to: other)
  }
}
