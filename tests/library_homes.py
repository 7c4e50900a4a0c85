"""Where each third-party library is at home: everyone else sees our values only."""

# A library and where alone it may be imported; of two that fit, the longer name counts.
HOMES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("sentence_transformers", "transformers", "torch"), ("index/embedding*",)),
    # the bench sets our reading beside what a library alone takes, the peer our searching beside LlamaIndex's own
    "onnxruntime": ("index/embedding*",),
    "chromadb": ("index/vectors.py", "index/chroma_server.py", "eval/bench_reading.py", "eval/peer.py"),
    "llama_index": ("eval/peer.py",),
    **dict.fromkeys(("llama_index.core.schema", "llama_index.core.vector_stores"), ("index/vectors.py",)),
    "llama_index.vector_stores": ("index/vectors.py", "eval/peer.py"),
    "llama_index.core.base.llms": ("assistant/model.py",),
    "llama_index.core.llms": ("assistant/model.py", "eval/peer.py"),
    "llama_index.llms": ("assistant/model.py",),
    "sqlite3": ("index/store.py", "index/schema.py", "index/catalogue.py", "index/lexical.py", "index/sqlite*"),
    "simplemma": ("index/dutch.py",),
    "Stemmer": ("index/dutch.py",),
    **dict.fromkeys(
        ("PIL", "bs4", "lxml", "markdown_it", "oxmsg", "pdfminer", "pdfplumber", "pypdfium2", "pytesseract"),
        ("index/readers/*",),
    ),
    "pdfplumber": ("index/readers/*", "eval/bench_reading.py"),  # as chromadb
    "httpx": (
        "index/web*",
        "index/chroma_http.py",
        "index/sources.py",
        "assistant/model_connection.py",
        "eval/bench_start.py",
    ),
    "openai": ("assistant/model.py",),
    "watchfiles": ("index/watch.py",),
    "yaml": ("eval/facts*", "index/*", "ui/slack/doctor.py"),
    "fastapi": ("ui/web*",),
    "gradio": ("ui/web*",),
    "uvicorn": ("ui/web*",),
    "slack_bolt": ("ui/slack*",),
    "slack_sdk": ("ui/slack*",),
    "prometheus_client": ("ui/metrics.py",),
    "docx": ("ui/export_docx.py",),
    "python_multipart": ("ui/web*",),
    "mcp": ("ui/mcp_server.py", "ui/web_mcp.py"),
    "pydantic": ("ui/service_types*", "ui/service_refusal.py", "ui/web_api*", "ui/mcp_server.py"),
    "typst": ("ui/export_pdf.py",),
    "rich": ("ui/*", "eval/retrieval_report.py"),
}
