"""Talk about a thing where the thing is: comments, whom they call, files. Knows things only as `references`."""
