"""The HTTP API and the page it serves: requests in, the same answers as everywhere out.

application.py        create_api: the parts below, put together
running.py            a server process
*_routes.py           what can be asked, a file a subject
openai_compatible.py  the same answers in the words of OpenAI's Chat Completions
requests.py           bodies taken, responses.py bodies given, openapi.py their document
service.py            the library, held open for all requests
answers.py            answers made in threads, told as events; streaming.py sends them
security.py, keys.py, limits.py, problems.py, observing.py   around every request
"""
