// SPDX-License-Identifier: Apache-2.0

/// Padding of the used layout: nobody reads it, so it may cover anything.
enum UsedPadding: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    used.isPadding ? .same : nil
  }
}
