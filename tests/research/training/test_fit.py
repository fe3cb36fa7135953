"""The networks and the loop that trains them, on encoders of random weights; needs the extra ``train``."""

import random

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from research.training.fit import Example, Plan, batches, collate, fit, read, read_lower  # noqa: E402
from research.training.model import ToneClassifier, load_teacher  # noqa: E402
from tests.research.training.conftest import SIZE  # noqa: E402

IDS = [torch.tensor([5, 7, 9, 11, 13]), torch.tensor([5, 8, 13]), torch.tensor([5, 7, 7, 7, 7, 9, 9, 9, 9, 13])]
MARKERS = [2, 1, 4]


@pytest.fixture
def mpnet(tmp_path):
    torch.manual_seed(0)
    config = transformers.MPNetConfig(**SIZE)
    transformers.MPNetModel(config, add_pooling_layer=False).save_pretrained(tmp_path)
    return tmp_path


def whole(kind, folder):
    """What the library itself makes of each item: the vectors of its first token and of its marker."""
    model = kind.from_pretrained(folder, add_pooling_layer=False).eval()
    with torch.no_grad():
        hidden = [model(input_ids=row[None])[0][0] for row in IDS]
    return torch.stack([torch.cat([row[0], row[marker]]) for row, marker in zip(hidden, MARKERS, strict=True)])


def test_the_student_reads_as_the_encoder_it_is_made_of(bert):
    vectors = read(ToneClassifier(bert), IDS, MARKERS, threads=2).vectors
    assert torch.allclose(vectors, whole(transformers.BertModel, bert), atol=1e-5)


def test_the_halves_of_the_teacher_read_as_the_whole(mpnet):
    lower, upper = load_teacher(mpnet, frozen=1, max_length=30)
    vectors = read(upper, read_lower(lower, IDS), MARKERS).vectors
    assert torch.allclose(vectors, whole(transformers.MPNetModel, mpnet), atol=1e-5)


def test_every_example_is_in_one_batch_beside_others_of_its_length():
    examples = [Example(torch.zeros(length), 0, (1.0, 0.0, 0.0)) for length in range(1, 101)]
    groups = batches(examples, 8, random.Random(0))
    assert sorted(len(example.inputs) for group in groups for example in group) == list(range(1, 101))
    assert all(max(lengths) - min(lengths) < 8 for lengths in ([len(e.inputs) for e in group] for group in groups))


def test_padding_is_masked():
    batch = collate(IDS, MARKERS)
    assert batch.inputs.shape == (3, 16)
    assert batch.mask.sum(dim=1).tolist() == [5, 3, 10]


def test_fitting_learns_labels_and_vectors_and_leaves_the_words_alone(bert):
    wanted = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]
    vectors = torch.eye(3)
    examples = [Example(*row) for row in zip(IDS, MARKERS, wanted, vectors, strict=True)]
    student = ToneClassifier(bert)
    words = student.embeddings.word_embeddings.weight.clone()
    fit(student, examples * 8, Plan(epochs=8, rate=3e-3, batch_size=6), threads=2)
    assert read(student, IDS, MARKERS).probabilities.argmax(dim=1).tolist() == [0, 1, 2]
    assert torch.equal(student.embeddings.word_embeddings.weight, words)


def test_fitting_again_on_one_thread_gives_the_same_weights(bert):
    found = []
    for _ in range(2):
        torch.manual_seed(0)
        student = ToneClassifier(bert)
        examples = [Example(*row, (0.2, 0.3, 0.5)) for row in zip(IDS, MARKERS, strict=True)]
        fit(student, examples, Plan(epochs=2, rate=1e-3, batch_size=2))
        found.append(student.out.weight)
    assert torch.equal(*found)
