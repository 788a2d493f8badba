"""What somebody with bad intentions would try, each as a test that it fails."""
