"""The peer: LlamaIndex as its own examples use it, over the same records and with the same encoder.

Documents, its default SentenceSplitter, a VectorStoreIndex over a Chroma collection; then a retriever, or its CitationQueryEngine
with a reader that copies sentences in the place of a language model (see `eval.extractive`). Nothing is tuned on either side, and
nothing is taken from LlamaIndex's global settings, whose default model and encoder are OpenAI's.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from eval.cited import Piece, cited, declined
from eval.extractive import CANNOT, completion
from eval.found import Found, Search
from eval.gold import Case, Unit
from index.embedding import Encoder
from index.records import Record

_TOP = 10
_TOGETHER = 256  # texts that are encoded at once
_HIDDEN = ["file_name"]  # from encoder and model, as its own reader of folders does
_WINDOW = 32_768  # tokens: all sources go into one prompt
NAME = "LlamaIndex"


class Peer:
    """An open LlamaIndex pipeline; `units` are the nodes it cut from the records, `pieces` is how many it cut in all."""

    def __init__(
        self, folder: Path, records: Sequence[Record], encoder: Encoder, distractors: Sequence[Record] = ()
    ) -> None:
        """Cuts, encodes and stores the records.

        Args:
            folder: where its Chroma files go; made when it isn't there.
            records: what it indexes, as plain text with the file's name as its only metadata, hidden from encoder and
                model.
            encoder: the one of the index that it is compared with.
            distractors: records that it indexes too, but in which nothing is gold: `units` has none of theirs.
        """
        import chromadb
        from chromadb.config import Settings
        from llama_index.core import Document, StorageContext, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.core.query_engine import CitationQueryEngine
        from llama_index.vector_stores.chroma import ChromaVectorStore

        held = [*records, *distractors]
        days = {record.id: record.dates for record in held}
        ours = {record.id for record in records}
        self._records = {record.id: record for record in held}
        documents = [
            Document(
                text=record.text,
                metadata={"file_name": record.source},
                excluded_embed_metadata_keys=_HIDDEN,
                excluded_llm_metadata_keys=_HIDDEN,
                id_=record.id,
            )
            for record in held
        ]
        splitter = SentenceSplitter()
        nodes = splitter.get_nodes_from_documents(documents)
        self.units = [
            Unit(node.node_id, days[node.ref_doc_id or ""], node.get_content("none"))  # type: ignore[arg-type]  # MetadataMode is an enum of strings
            for node in nodes
            if node.ref_doc_id in ours
        ]
        self.pieces = len(nodes)
        self._days = {node.node_id: days[node.ref_doc_id or ""] for node in nodes}
        self._client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        collection = self._client.create_collection("peer", embedding_function=None)
        storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
        index = VectorStoreIndex(
            nodes, storage_context=storage, embed_model=_wrapped(encoder), transformations=[splitter]
        )
        self._retriever = index.as_retriever(similarity_top_k=_TOP)
        self._engine = CitationQueryEngine.from_args(index, llm=_reader())

    def close(self) -> None:
        """Lets go of the folder."""
        self._client.close()

    @property
    def search(self) -> Search:
        """Its retriever as a way of searching."""

        def search(case: Case) -> Found:
            nodes = self.retrieve(case.question)
            ids = tuple(found.node.node_id for found in nodes)
            first = nodes[0].node.get_content("none") if nodes else ""
            return Found(ids, tuple(self._days[key] for key in ids), first=first)

        return search

    def retrieve(self, question: str) -> list[Any]:
        """What its retriever finds, as LlamaIndex's own nodes with their scores."""
        return list(self._retriever.retrieve(question))

    def ask(self, question: str) -> Answer:
        """What its CitationQueryEngine answers, of the two pieces that it finds by default.

        The confidence is its similarity to the question of the best piece.
        """
        response = self._engine.query(question)
        text = str(response).strip()
        sure = max((found.score or 0.0 for found in response.source_nodes), default=0.0)
        if text in {CANNOT, "Empty Response"}:
            return declined(question, CANNOT, f"llm:{NAME}")
        return cited(question, text, dict(map(self._piece, response.source_nodes)), f"llm:{NAME}", sure)

    def _piece(self, found: Any) -> tuple[int, Piece]:
        """The number and the piece of a source as it stood in the prompt."""
        head, _, text = found.node.get_content("none").partition("\n")
        record = self._records[found.node.ref_doc_id]
        return int(head.removeprefix("Source ").removesuffix(":")), Piece(record, text)


def _reader() -> Any:
    """The reader that copies sentences, as LlamaIndex wants a language model."""
    from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata

    class Reader(CustomLLM):
        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(model_name="extractive", context_window=_WINDOW)

        def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
            return CompletionResponse(text=completion(prompt))

        def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
            yield self.complete(prompt)

    return Reader()


def _wrapped(encoder: Encoder) -> Any:
    """Our encoder as LlamaIndex wants one."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class Wrapped(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(number) for number in encoder.queries([query])[0]]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return [float(number) for number in encoder.passages([text])[0]]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(number) for number in row] for row in encoder.passages(texts)]

    return Wrapped(model_name=encoder.name, embed_batch_size=_TOGETHER)
