# Sums up tagged records (JSON lines with a field "topic"): how many of each label, how many are good
# enough to stand unread, three examples.
#
# Reads only what Earshot itself wrote: inside a text every quote is escaped, so `"earshot":{` begins
# our key and nothing else.

{
  at = index($0, "\"earshot\":{\"schema\":")
  if (at == 0) next
  records += 1
  tags = substr($0, at)
  label = value(tags, "\"topic\":{\"label\":\"")
  if (label == "") { unlabelled += 1; next }
  confidence = number(tags, "\"confidence\":")
  decision = value(tags, "\"decision\":\"")
  count[label] += 1
  if (decision == "auto") auto += 1
  text = value(substr($0, 1, at - 1), "\"text\":\"")
  keep_example(text, label, confidence, decision)
}

END {
  if (records == 0) { print "No tagged records."; exit 1 }
  labels = 0
  for (label in count) {
    labels += 1
    if (count[label] > most) most = count[label]
    if (length(label) > width) width = length(label)
  }
  printf "%d tickets, %d topics\n\n", records, labels
  # Most frequent first; equal counts in alphabetical order.
  while (labels-- > 0) {
    best = ""
    for (label in count)
      if (best == "" || count[label] > count[best] || (count[label] == count[best] && label < best))
        best = label
    printf "  %-" width "s %5d  %s\n", best, count[best], bar(count[best], most)
    delete count[best]
  }
  if (unlabelled) printf "  %-" width "s %5d\n", "(nothing to read)", unlabelled
  printf "\n  auto    %5d  %5.1f %%  sure enough to stand unread\n", auto, 100 * auto / records
  printf "  review  %5d  %5.1f %%  better seen by a person\n", records - auto, \
    100 * (records - auto) / records
  if (!auto) print "  (This model can promise no accuracy for the sure ones, so it marks none auto.)"
  print "\nThree of them:"
  for (kind = 1; kind <= 3; kind++) if (kind in example) print example[kind]
}

# Two that are sure, of different topics, and one that is not: short enough to be read at a glance.
function keep_example(text, label, confidence, decision,    kind) {
  if (length(text) < 30 || length(text) > 90 || text ~ /\\[^"\/]/) return
  if (decision == "auto" || confidence >= 0.9) {
    if (!(1 in example)) { kind = 1; first_label = label }
    else if (!(2 in example) && label != first_label) kind = 2
  } else if (!(3 in example) && confidence < 0.6) kind = 3
  if (!kind) return
  gsub(/\\"/, "\"", text)
  gsub(/\\\//, "/", text)
  example[kind] = sprintf("  %s\n      %s, confidence %.2f, %s", text, label, confidence, decision)
}

# The JSON string behind `opening`, still escaped.
function value(json, opening,    start, rest) {
  start = index(json, opening)
  if (start == 0) return ""
  rest = substr(json, start + length(opening))
  match(rest, /^([^"\\]|\\.)*/)
  return substr(rest, 1, RLENGTH)
}

function number(json, opening) { return substr(json, index(json, opening) + length(opening)) + 0 }

function bar(n, most,    length_, i, out) {
  length_ = int(30 * n / most + 0.5)
  for (i = 0; i < length_; i++) out = out "#"
  return out
}
