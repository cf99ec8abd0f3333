// SPDX-License-Identifier: Apache-2.0

/// XenStore keys of a virtual sound card. Source: public/io/sndif.h, 4.9 to 4.22.
extension ConstantGroup {
  /// XenStore keys of a virtual sound card.
  public static let soundTexts = ConstantGroup(
    "XenStore keys of a virtual sound card", "io/sndif.h",
    [
      Constant("XENSND_DRIVER_NAME", text: "vsnd", since: .v4_9),
      Constant("XENSND_LIST_SEPARATOR", text: ",", since: .v4_9),
      Constant("XENSND_FIELD_BE_VERSIONS", text: "versions", since: .v4_9),
      Constant("XENSND_FIELD_FE_VERSION", text: "version", since: .v4_9),
      Constant("XENSND_FIELD_VCARD_SHORT_NAME", text: "short-name", since: .v4_9),
      Constant("XENSND_FIELD_VCARD_LONG_NAME", text: "long-name", since: .v4_9),
      Constant("XENSND_FIELD_RING_REF", text: "ring-ref", since: .v4_9),
      Constant("XENSND_FIELD_EVT_CHNL", text: "event-channel", since: .v4_9),
      Constant("XENSND_FIELD_EVT_RING_REF", text: "evt-ring-ref", since: .v4_11),
      Constant("XENSND_FIELD_EVT_EVT_CHNL", text: "evt-event-channel", since: .v4_11),
      Constant("XENSND_FIELD_DEVICE_NAME", text: "name", since: .v4_9),
      Constant("XENSND_FIELD_TYPE", text: "type", since: .v4_9),
      Constant("XENSND_FIELD_STREAM_UNIQUE_ID", text: "unique-id", since: .v4_9),
      Constant("XENSND_FIELD_CHANNELS_MIN", text: "channels-min", since: .v4_9),
      Constant("XENSND_FIELD_CHANNELS_MAX", text: "channels-max", since: .v4_9),
      Constant("XENSND_FIELD_SAMPLE_RATES", text: "sample-rates", since: .v4_9),
      Constant("XENSND_FIELD_SAMPLE_FORMATS", text: "sample-formats", since: .v4_9),
      Constant("XENSND_FIELD_BUFFER_SIZE", text: "buffer-size", since: .v4_9),
      Constant("XENSND_STREAM_TYPE_PLAYBACK", text: "p", since: .v4_9),
      Constant("XENSND_STREAM_TYPE_CAPTURE", text: "c", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S8_STR", text: "s8", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U8_STR", text: "u8", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S16_LE_STR", text: "s16_le", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S16_BE_STR", text: "s16_be", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U16_LE_STR", text: "u16_le", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U16_BE_STR", text: "u16_be", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S24_LE_STR", text: "s24_le", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S24_BE_STR", text: "s24_be", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U24_LE_STR", text: "u24_le", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U24_BE_STR", text: "u24_be", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S32_LE_STR", text: "s32_le", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_S32_BE_STR", text: "s32_be", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U32_LE_STR", text: "u32_le", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_U32_BE_STR", text: "u32_be", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_F32_LE_STR", text: "float_le", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_F32_BE_STR", text: "float_be", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_F64_LE_STR", text: "float64_le", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_F64_BE_STR", text: "float64_be", since: .v4_9),
      Constant(
        "XENSND_PCM_FORMAT_IEC958_SUBFRAME_LE_STR", text: "iec958_subframe_le", since: .v4_9),
      Constant(
        "XENSND_PCM_FORMAT_IEC958_SUBFRAME_BE_STR", text: "iec958_subframe_be", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_MU_LAW_STR", text: "mu_law", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_A_LAW_STR", text: "a_law", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_IMA_ADPCM_STR", text: "ima_adpcm", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_MPEG_STR", text: "mpeg", since: .v4_9),
      Constant("XENSND_PCM_FORMAT_GSM_STR", text: "gsm", since: .v4_9),
    ])
}
