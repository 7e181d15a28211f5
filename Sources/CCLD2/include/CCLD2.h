#ifndef CCLD2_H
#define CCLD2_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What CLD2 says about a text: up to three languages, the one with most letters first.
typedef struct {
  /// Code of each language ("en", "zh-Hant", "un" for none); lives for ever.
  const char *first;
  const char *second;
  const char *third;
  /// Per cent of the text that each language has.
  int32_t first_percent;
  int32_t second_percent;
  int32_t third_percent;
  /// The first language is likelier than others by the margin that CLD2 was tuned for.
  bool is_reliable;
} CCLD2Answer;

/// Bytes of zero that must follow a text: CLD2 looks past its end.
#define CCLD2_PADDING 64

/// Asks CLD2 for the languages of a text, without hints.
///
/// `text` is valid UTF-8 without markup; `text[byte_count ..< byte_count + CCLD2_PADDING]` is
/// readable and zero. With `best_effort` there is an answer for texts that are too short for CLD2,
/// or between languages.
void ccld2_ask(const uint8_t *text, int32_t byte_count, bool best_effort,
               CCLD2Answer *answer);

#ifdef __cplusplus
}
#endif

#endif
