// Until the first real file stands here.
