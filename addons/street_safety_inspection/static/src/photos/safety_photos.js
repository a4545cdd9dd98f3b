import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";

/** Longest side of an uploaded photo: enough to read a type plate, small enough for a mobile network. */
const LONGEST_SIDE = 1920;
const QUALITY = 0.85;

/**
 * @param {File} file
 * @returns {Promise<File>} the photo scaled down to LONGEST_SIDE, or the file itself where that gains nothing
 */
export async function shrink(file) {
    if (!["image/jpeg", "image/png", "image/webp"].includes(file.type)) {
        return file;
    }
    let bitmap;
    try {
        bitmap = await createImageBitmap(file);
    } catch {
        return file; // not a picture this browser can draw: the server keeps it as it is
    }
    const factor = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * factor);
    canvas.height = Math.round(bitmap.height * factor);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) {
        return file;
    }
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

/** @returns {Promise<string>} the content of a file in base64 */
export async function toBase64(blob) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1]);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(blob);
    });
}

/** Photos of a record as thumbnails, taken with the phone's camera or chosen; also before the first save. */
export class SafetyPhotosField extends Many2ManyBinaryField {
    static template = "street_safety_inspection.SafetyPhotosField";
    static props = {
        ...Many2ManyBinaryField.props,
        label: { type: String, optional: true },
    };

    setup() {
        super.setup();
        this.ui = useService("ui");
        this.fileViewer = useFileViewer();
    }

    get viewable() {
        return this.files.map((file) => ({
            name: file.name,
            isImage: true,
            isViewable: true,
            defaultSource: `/web/image/${file.id}`,
            downloadUrl: `/web/content/${file.id}?download=true`,
        }));
    }

    open(file) {
        const files = this.viewable;
        this.fileViewer.open(files[this.files.findIndex((other) => other.id === file.id)], files);
    }

    async shrinkAll(files) {
        return Promise.all([...files].map(shrink));
    }
}

export const safetyPhotosField = {
    ...many2ManyBinaryField,
    component: SafetyPhotosField,
};

registry.category("fields").add("safety_photos", safetyPhotosField);
