# How care-en learns its sentiment; sourced by tools/make-care-en and tools/care/leave-domain-out, so that what is
# measured is what is shipped. The study behind it: models/care-en/lexicon.md. Words have length 1 and meaning .8,
# the features of tone are times 6: as words × .5, meaning × .4, tone × 3 at strength .5.
sentiment_options=(
  --tone models/care-en/lexicon.yaml --tone models/care-en/markers.yaml --tone-scale 6 --no-tone-where source=lexicon
  --words 1 --characters none --embedding-scale 0.8 --strength 0.125
)
