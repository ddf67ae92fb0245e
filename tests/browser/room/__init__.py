"""What people do in a partnership's board room, click by click; each step checks what pages say."""
