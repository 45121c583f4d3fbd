// Until the first real test stands here.
