"""Our default features in scikit-learn: words 1–2, and the mean of the word pieces' vectors, by reference parts.

The pieces are cut by Hugging Face's tokenizers (BertNormalizer, WordPiece), and summed by one sparse product. Words
and meaning stay apart up to the scores: to stack 256 dense columns beside sparse ones would cost three times as much.
"""

import numpy
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers


class Features:
    def __init__(self, table):
        pieces = table.ids | {"[UNK]": len(table.ids)}
        self.tokenizer = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
        self.tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
        self.tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        # Pieces that nobody knows say nothing.
        self.vectors = numpy.vstack([table.rows, numpy.zeros((1, table.dimension))]).astype("f4")
        self.words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=numpy.float32)

    def fit(self, texts):
        self.words.fit(texts)
        return self

    def meaning(self, texts):
        found = [encoding.ids for encoding in self.tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
        ends = numpy.cumsum([0] + [len(ids) for ids in found])
        ids = numpy.fromiter((i for row in found for i in row), "i4", ends[-1])
        counts = csr_matrix((numpy.ones(len(ids), "f4"), ids, ends), (len(texts), len(self.vectors)))
        rows = counts @ self.vectors
        lengths = numpy.linalg.norm(rows, axis=1, keepdims=True)
        return rows / numpy.where(lengths > 0, lengths, 1)

    def transform(self, texts):
        return self.words.transform(texts), self.meaning(texts)


class Classifier:
    def __init__(self, strength):
        self.strength = strength

    def fit(self, rows, labels):
        words, meaning = rows
        fitted = LogisticRegression(C=self.strength, max_iter=1000).fit(hstack([words, csr_matrix(meaning)]).tocsr(), labels)
        self.classes_ = fitted.classes_
        weights = fitted.coef_.T.astype("f4")
        # Rows of terms lie together, as a product with sparse rows reads them.
        self.of_words = numpy.ascontiguousarray(weights[: words.shape[1]])
        self.of_meaning = numpy.ascontiguousarray(weights[words.shape[1] :])
        self.bias = fitted.intercept_.astype("f4")
        return self

    def decision_function(self, rows):
        words, meaning = rows
        return words @ self.of_words + meaning @ self.of_meaning + self.bias
